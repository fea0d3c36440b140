import type { SessionTimes } from './session-times.ts';
import { type Change, REVIVED_AFTER_MS, type StatusDecision } from './state.ts';

/** What must be true of a stream's state for an event to be written without reading it. */
export interface FastPath {
  /** `nothing`: any state, and none. `openSession`: live, by a started. `decided`: any status but unknown. */
  readonly expects: 'nothing' | 'openSession' | 'decided';
  /** No heartbeat is later than this (ms since the epoch): one that is would revive what this event ends. */
  readonly maxHeartbeatAt?: number;
  /** What the event makes of the newest session. */
  readonly session?: Partial<SessionTimes>;
  /** Where the stream stands afterwards, when the event changes that. */
  readonly decision?: StatusDecision;
}

/**
 * The usual case of `fold`: the event is newer than whatever it touches, so the outcome is known without the state.
 * Where `expects` holds and every value that the event brings is newer than the known one, writing this is folding.
 */
export function fastPathOf({ at, edge, values }: Change): FastPath {
  if (edge === 'started') {
    return {
      expects: 'nothing',
      session: { startedAt: at, endedAt: null },
      decision: { status: 'live', inferred: false, at },
    };
  }
  if (edge === 'ended') {
    const decision: StatusDecision = { status: 'ended', inferred: false, at };
    return { expects: 'openSession', maxHeartbeatAt: at + REVIVED_AFTER_MS, session: { endedAt: at }, decision };
  }
  return { expects: values.health === undefined ? 'decided' : 'openSession' };
}
