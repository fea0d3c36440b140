import type { NodeHooks } from './node-hooks.ts';
import { formatShortDuration } from './short-duration.ts';

/** A clock is said to be ahead from here on, in ms: less is how clocks usually differ. */
const AHEAD_MS = 2_000;

/** A clock is said to be behind from here on, in ms: less may be the way of the hooks. */
const BEHIND_MS = 30_000;

/**
 * Says in words how a machine's clock differs from the receiver's, such as `its clock is 4 min ahead`, or why that is not known;
 * null when it does not differ, or nothing was heard of it. No hook arrives before it was sent, but many arrive late.
 */
export function clockText({ clockLagMs, times }: Pick<NodeHooks, 'clockLagMs' | 'times'>): string | null {
  if (times === 'absent') return 'its hooks carry no time, as of releases before 2.9';
  if (times === 'unusable') return 'its clock may be more than 2 min ahead: its hooks have no time that can be used';
  if (clockLagMs === null) return null;
  if (clockLagMs <= -AHEAD_MS) return `its clock is ${formatShortDuration(-clockLagMs)} ahead`;
  if (clockLagMs < BEHIND_MS) return null;
  return `its clock is ${formatShortDuration(clockLagMs)} behind, or its hooks arrive as late`;
}
