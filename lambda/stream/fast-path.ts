import { REVIVED_AFTER_MS, type SessionTimes } from './session-times.ts';
import type { Change, StatusDecision } from './state.ts';

/** The update that an event makes without reading the state, and the conditions under which that is right. */
export interface FastPath {
  /** `nothing`: any state, or none yet. `openSession`: live, by a started. `decided`: any status but unknown. */
  readonly expects: 'nothing' | 'openSession' | 'decided';
  /** No heartbeat may be later (ms since the epoch): it would revive the session that this event ends. */
  readonly maxHeartbeatAt?: number;
  /** The times that the event sets in the newest session. */
  readonly session?: Partial<SessionTimes>;
  /** The status that the event decides, if it does. */
  readonly decision?: StatusDecision;
}

/**
 * Returns the usual case of `fold`, in which the event is newer than everything it touches. When `expects` holds and every
 * value that the event sets is newer than the stored one, this update equals folding.
 */
export function fastPathOf({ at, boundary, values }: Change): FastPath {
  if (boundary === 'started') {
    return {
      expects: 'nothing',
      session: { startedAt: at, endedAt: null },
      decision: { status: 'live', inferred: false, at },
    };
  }
  if (boundary === 'ended') {
    const decision: StatusDecision = { status: 'ended', inferred: false, at };
    return { expects: 'openSession', maxHeartbeatAt: at + REVIVED_AFTER_MS, session: { endedAt: at }, decision };
  }
  return { expects: values.health === undefined ? 'decided' : 'openSession' };
}
