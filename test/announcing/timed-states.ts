import type { KnownStream } from '../../lambda/announcing/known-stream.ts';
import type { Transition } from '../../lambda/announcing/transitions.ts';
import type { Session } from '../../lambda/stream/session-times.ts';
import type { Change } from '../../lambda/stream/state.ts';

// Events as short texts, as in timed-events.ts of the tables: s started, e ended, h heartbeat, p presumed end, a presumed
// start, each with its clock in seconds, such as `s0`. They go to the pure core, without a table.

const START = 1_000_000_000_000;

export function changeOf(event: string): Change {
  const at = START + Number(event.slice(1)) * 1_000;
  switch (event[0]) {
    case 's':
      return { at, boundary: 'started', values: { lifecycle: { action: 'liveStreamStarted' } } };
    case 'e':
      return { at, boundary: 'ended', values: { lifecycle: { action: 'liveStreamEnded' } } };
    case 'a':
      return { at, boundary: 'started', presumedStart: true, values: { activity: { action: 'presumedStart' } } };
    case 'p':
      return { at, presumedEnd: true, values: {} };
    default:
      return { at, values: { health: { action: 'liveStreamStatus', ...unmeasured } } };
  }
}

const unmeasured = {
  ...{ width: null, height: null, speed: null, totalByteReceived: null },
  ...{ inputQueueSize: null, encodingQueueSize: null },
  ...{ dropFrameCountInEncoding: null, dropPacketCountInIngestion: null },
};

/** Returns what a consumer knows that applies a transition, without a look at anything else. */
export function applyTransition(known: KnownStream, { type, session }: Transition): KnownStream {
  return { isLive: type === 'started' || (type === 'corrected' && known.isLive), session };
}

/** Returns a transition as text, such as `Ended 0–60 presumedEnded @60`: the number after @ is its clock. */
export function transitionText(transition: Transition): string {
  const { type, session, at } = transition;
  const clock = `@${secondsOf(at)}`;
  if (type === 'started') return `Started ${sessionText(session)} ${transition.cause} ${clock}`;
  if (type === 'ended') return `Ended ${sessionText(session)} ${clock}`;
  return `Corrected ${sessionText(transition.previous)} to ${sessionText(session)} ${clock}`;
}

const sessionText = ({ startedAt, endedAt, endReason }: Session): string =>
  `${startedAt === null ? '?' : secondsOf(startedAt)}–${endedAt === null ? '' : secondsOf(endedAt)} ${endReason ?? ''}`.trim();

const secondsOf = (at: number): number => (at - START) / 1_000;
