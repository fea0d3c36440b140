import type { Stream } from '../responses.ts';
import { UntrustedText } from './untrusted-text.tsx';

type Recording = Stream['lastRecording'];

/** The name of a recording, which is a link where the receiver knows its address; the link opens beside the board. */
export function RecordingLink({ recording }: { recording: Recording }) {
  if (recording === null) return <span class="none">–</span>;
  const { name, vodId, url = null } = recording;
  const text = <UntrustedText text={name ?? vodId ?? 'recording'} />;
  if (url === null || !/^https?:/.test(url)) return text;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
}
