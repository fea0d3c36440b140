import type { PresumedEnd } from './presumed-end.ts';
import { type Boundary, SAME_START_MS, sessionsOf } from './session-times.ts';
import { type Change, isRevivedAt, knownBoundaries, type State } from './state.ts';

/** A longer session (ms) may outlive the row of its start in the history. */
const LONG_SESSION_MS = 86_400_000;

/**
 * Returns when the long session began that a started or ended closes (ms since the epoch): the row of the event keeps it.
 * Undefined when it closes none, or none that is long. `history` has the newest boundaries of the stream, as far as they
 * are known beyond its state.
 */
export function openedBy(
  { at, receivedAt }: Pick<Change, 'at'> & { readonly receivedAt: number },
  kind: Boundary['kind'],
  state: State,
  history: readonly Boundary[] = [],
): number | undefined {
  const sessions = sessionsOf([...knownBoundaries(state), ...history, { kind, at }]);
  const startedAt = sessions.find(({ endedAt }) => endedAt === at)?.startedAt ?? null;
  if (startedAt === null || !isLong(startedAt, at, receivedAt)) return undefined;
  if (kind === 'started' && at - startedAt <= SAME_START_MS) return undefined; // it may be that start, presumed
  return kind === 'started' && hasPresumedEnd(state, startedAt, at) ? undefined : startedAt;
}

/** Returns when the long session began that a presumed end closes (ms since the epoch); undefined when it closes none. */
export function openedByPresumedEnd({ at, receivedAt }: Pick<PresumedEnd, 'at' | 'receivedAt'>, { session }: State) {
  const startedAt = session?.endedAt === null ? session.startedAt : null;
  return startedAt !== null && isLong(startedAt, at, receivedAt) ? startedAt : undefined;
}

/** Whether a session is long that ends by an event of a clock and a time of receipt (all in ms since the epoch). */
const isLong = (startedAt: number, at: number, receivedAt: number): boolean =>
  Math.max(at, receivedAt) - startedAt > LONG_SESSION_MS;

/** Whether a presumed end lies within times (ms since the epoch), which no heartbeat contradicts: then that ends the session. */
function hasPresumedEnd({ presumedEndAt = 0, registers: { health } }: State, from: number, until: number): boolean {
  const isWithin = presumedEndAt >= from && presumedEndAt < until;
  return isWithin && !(health !== undefined && health.at < until && isRevivedAt(health.at, presumedEndAt));
}
