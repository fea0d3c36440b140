import type { Stream } from '../responses.ts';
import { Timestamp } from './timestamp.tsx';
import { UntrustedText } from './untrusted-text.tsx';

interface Props {
  readonly error: Stream['lastError'];
  /** Whether the place is narrow: then its time has no seconds. */
  readonly isNarrow?: boolean;
}

/** The kind, time and detail of a stream's last error. */
export function LastError({ error, isNarrow = false }: Props) {
  if (error === null) return <span class="none">–</span>;
  return (
    <>
      <strong>{error.kind}</strong> <Timestamp at={error.at} isMinute={isNarrow} />
      {error.detail !== null && (
        <span class="detail">
          <UntrustedText text={error.detail} />
        </span>
      )}
    </>
  );
}
