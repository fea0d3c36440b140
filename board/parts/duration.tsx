import { formatDuration } from '../../lambda/text/format-duration.ts';
import { noBreak } from '../format.ts';
import { useNow } from './use-now.ts';

interface Props {
  readonly ms: number | null;
  /** For a growing one, the time at which it was `ms`, by the monotonic clock, in ms. */
  readonly since: number | null;
}

/** A length of time. A growing one is what the receiver reported plus the time since, whatever the viewer's clock says. */
export function Duration({ ms, since }: Props) {
  if (ms === null) return <span class="none">–</span>;
  return since === null ? <span>{noBreak(formatDuration(ms))}</span> : <Ticking ms={ms} since={since} />;
}

function Ticking({ ms, since }: { ms: number; since: number }) {
  return <>{noBreak(formatDuration(ms + useNow() - since))}</>;
}
