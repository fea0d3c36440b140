import type { Stream } from '../responses.ts';
import { Timestamp } from './timestamp.tsx';
import { UntrustedText } from './untrusted-text.tsx';

/** The kind, time and detail of a stream's last error. */
export function LastError({ error }: { error: Stream['lastError'] }) {
  if (error === null) return <span class="none">–</span>;
  return (
    <>
      <strong>{error.kind}</strong> <Timestamp at={error.at} />
      {error.detail !== null && (
        <span class="detail">
          <UntrustedText text={error.detail} />
        </span>
      )}
    </>
  );
}
