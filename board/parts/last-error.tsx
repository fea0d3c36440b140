import type { Stream } from '../answers.ts';
import { Outside } from './untrusted-text.tsx';
import { When } from './when.tsx';

/** The last error of a stream: what, when, about what. */
export function LastError({ error }: { error: Stream['lastError'] }) {
  if (error === null) return <span class="none">–</span>;
  return (
    <>
      <strong>{error.kind}</strong> <When at={error.at} />
      {error.detail !== null && (
        <span class="detail">
          <Outside text={error.detail} />
        </span>
      )}
    </>
  );
}
