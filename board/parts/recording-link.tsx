import type { Stream } from '../responses.ts';
import { ExternalLink } from './external-link.tsx';
import { UntrustedText } from './untrusted-text.tsx';

type Recording = Stream['lastRecording'];

/** The name of a recording, which is a link where the receiver knows its address. */
export function RecordingLink({ recording }: { recording: Recording }) {
  if (recording === null) return <span class="none">–</span>;
  const { name, vodId, url } = recording;
  return (
    <ExternalLink url={url}>
      <UntrustedText text={name ?? vodId ?? 'recording'} />
    </ExternalLink>
  );
}
