import { formatDuration } from '../board-words.ts';
import { useNow } from './use-now.ts';

interface Props {
  readonly ms: number | null;
  /** When that was so, if it still grows (by `performance.now()`). */
  readonly since: number | null;
}

/** A length of time; one that grows does so by the server's clock: as it was told, and what has passed since. */
export function Duration({ ms, since }: Props) {
  if (ms === null) return <span class="none">–</span>;
  return since === null ? <span>{formatDuration(ms)}</span> : <Ticking ms={ms} since={since} />;
}

function Ticking({ ms, since }: { ms: number; since: number }) {
  return <>{formatDuration(ms + useNow() - since)}</>;
}
