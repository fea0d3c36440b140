import type { Stream } from '../responses.ts';
import { Timestamp } from './timestamp.tsx';
import { UntrustedText } from './untrusted-text.tsx';

/** The last error of a stream: what, when, about what. */
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
