import type { SeenStream } from '../../lambda/expecting/expectation.ts';
import { presumedEndEvent } from '../../lambda/stream/presumed-end.ts';
import { emptyState, fold, type State } from '../../lambda/stream/state.ts';
import { buildEvent, NOW } from '../table/event.builder.ts';

const actions = { s: 'liveStreamStarted', e: 'liveStreamEnded', h: 'liveStreamStatus', v: 'vodReady' } as const;

/**
 * Builds the state after events such as `s0 h60 e70 p80`: started, heartbeat, ended and presumed end, at seconds after `NOW`,
 * each received at its own clock. A `v` is a recording.
 */
export function buildSeen(events: string): SeenStream {
  let state: State = emptyState;
  let heartbeatReceivedAt: number | null = null;
  for (const event of events.split(' ')) {
    const at = NOW + Number(event.slice(1)) * 1_000;
    const kind = event[0] as keyof typeof actions | 'p';
    const change =
      kind === 'p'
        ? presumedEndEvent({ app: 'LiveApp', id: 'cam-1', at, cause: 'silence', receivedAt: at })
        : buildEvent({ id: 'cam-1', action: actions[kind], timestamp: at }, 'LiveApp', at);
    state = fold(state, change);
    if (kind === 'h') heartbeatReceivedAt = Math.max(heartbeatReceivedAt ?? at, at);
  }
  return { state, heartbeatReceivedAt };
}
