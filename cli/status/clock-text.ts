import { formatDuration } from '../../lambda/text/format-duration.ts';
import type { NodeHooks } from './node-hooks.ts';

/** A clock is said to be ahead from here on, in ms: less is how clocks usually differ. */
const AHEAD_MS = 2_000;

/** A clock is said to be behind from here on, in ms: less may be the way of the hooks. */
const BEHIND_MS = 30_000;

/**
 * Says in words how a machine's clock differs from the receiver's, such as `its clock is 4 min ahead`; null when it does not, or
 * nothing was heard of it. No hook arrives before it was sent, but many arrive late.
 */
export function clockText({ lastAt, leastLagMs }: Pick<NodeHooks, 'lastAt' | 'leastLagMs'>): string | null {
  if (lastAt === null) return null;
  if (leastLagMs === null) return 'its hooks have no time that can be used: its clock may be more than 2 min ahead';
  if (leastLagMs <= -AHEAD_MS) return `its clock is ${formatDifference(-leastLagMs)} ahead`;
  if (leastLagMs < BEHIND_MS) return null;
  return `its clock is ${formatDifference(leastLagMs)} behind, or its hooks arrive as late`;
}

/** Rounds to seconds, as a part of the difference is the way of the hook, and leaves out a second unit that is 0. */
const formatDifference = (ms: number): string => formatDuration(Math.round(ms / 1_000) * 1_000).replace(/ 0 \w+$/, '');
