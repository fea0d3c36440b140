import { groupBy } from '../group-by.ts';
import { lastSignOf } from '../stream/silence.ts';
import type { AppCounts, Hold, SweptApp } from '../table/rows/sweep-rows.ts';
import type { LiveStream } from './live-streams.ts';
import { isSilent, type SilenceRule } from './silence-rule.ts';

/** The path guard looks at apps with more live streams than this that have heartbeats: of few, all may well end at once. */
const MAX_UNGUARDED = 3;
/** Streams whose last signs lie this close together (ms) fell silent at once. */
const AT_ONCE_MS = 60_000;
/** How long a hold lasts, in ms. */
export const HOLD_MS = 15 * 60_000;

/** The holds of all apps. */
export interface PathGuard {
  /** By app, with those that have ended: they begin again only after new signs. */
  readonly holds: ReadonlyMap<string, Hold>;
  /** The apps whose hold lasts: silence presumes nothing there. */
  readonly heldApps: ReadonlySet<string>;
}

/**
 * Guards the apps whose live streams all fell silent at once: then it is rather the path to the receiver that is broken, such
 * as by a revoked token. `previous` are the apps as the last sweep left them.
 */
export function guardPaths(live: readonly LiveStream[], previous: readonly SweptApp[], rule: SilenceRule): PathGuard {
  const known = new Map(previous.map(({ app, hold }) => [app, hold]));
  const holds = new Map<string, Hold>();
  for (const [app, streams] of groupBy(live, (stream) => stream.app)) {
    const newest = fellSilentAtOnce(streams, rule);
    const before = known.get(app);
    const isNew = newest !== undefined && newest > (before?.newest ?? 0);
    const hold = isNew ? { until: rule.now + HOLD_MS, newest } : before;
    if (hold !== undefined) holds.set(app, hold);
  }
  const lasting = [...holds].filter(([, { until }]) => rule.now < until);
  return { holds, heldApps: new Set(lasting.map(([app]) => app)) };
}

/** Returns the apps with their holds, for the next sweep. */
export function withHolds(counts: readonly AppCounts[], { holds }: PathGuard): SweptApp[] {
  return counts.map((one) => {
    const hold = holds.get(one.app);
    return hold === undefined ? one : { ...one, hold };
  });
}

/**
 * Returns the latest sign (ms since the epoch) of an app's streams that all fell silent at once; undefined when they did not.
 * The first of them is silent by the rule; the others may be so only some seconds later, after a sweep.
 */
function fellSilentAtOnce(streams: readonly LiveStream[], rule: SilenceRule): number | undefined {
  const signs = streams.flatMap(({ stored }) => lastSignOf(stored.state, stored.heartbeatReceivedAt) ?? []);
  if (signs.length <= MAX_UNGUARDED || !streams.some(({ stored }) => isSilent(stored, rule))) return undefined;
  const newest = signs.reduce((a, b) => Math.max(a, b));
  const oldest = signs.reduce((a, b) => Math.min(a, b));
  const isQuiet = rule.now - newest > rule.presumeEndedMs / 2;
  return isQuiet && newest - oldest <= AT_ONCE_MS ? newest : undefined;
}
