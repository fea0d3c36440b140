import type { Span } from './session-times.ts';
import { type Change, REVIVED_AFTER_MS, type Standing } from './state.ts';

/** What must be true of a stream's state for an event to be written without reading it. */
export interface InOrder {
  /** `nothing`: any state, and none. `openSession`: live, by a started. `decided`: any status but unknown. */
  readonly expects: 'nothing' | 'openSession' | 'decided';
  /** No heartbeat is later than this (ms since the epoch): one that is would revive what this event ends. */
  readonly heartbeatUntil?: number;
  /** What the event makes of the newest session. */
  readonly session?: Partial<Span>;
  /** Where the stream stands afterwards, when the event changes that. */
  readonly standing?: Standing;
}

/**
 * The usual case of `fold`: the event is newer than whatever it touches, so the outcome is known without the state.
 * Where `expects` holds and every value that the event brings is newer than the known one, writing this is folding.
 */
export function inOrder({ at, edge, values }: Change): InOrder {
  if (edge === 'started') {
    return {
      expects: 'nothing',
      session: { startedAt: at, endedAt: null },
      standing: { status: 'live', inferred: false, at },
    };
  }
  if (edge === 'ended') {
    const standing: Standing = { status: 'ended', inferred: false, at };
    return { expects: 'openSession', heartbeatUntil: at + REVIVED_AFTER_MS, session: { endedAt: at }, standing };
  }
  return { expects: values.health === undefined ? 'decided' : 'openSession' };
}
