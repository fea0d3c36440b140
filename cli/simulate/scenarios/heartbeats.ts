import type { Random } from '../../../oracle/random.ts';
import type { SimulatedHook } from '../wire/fields-for.ts';
import { at, hook, type ScenarioContext, type ScheduledHook } from './scenario.ts';

/** The interval of heartbeats: the recommended minimum. */
export const HEARTBEAT_SECONDS = 5;
/** The time from the start until the first heartbeat. */
const FIRST_HEARTBEAT_SECONDS = 0.057;
const BYTES_PER_SECOND = 312_500;

/** Returns the measured fields of a heartbeat; `beat` counts from 0. */
export const randomHealth = (beat: number, random: Random) => ({
  width: 1280,
  height: 720,
  totalByteReceived: Math.round((beat * HEARTBEAT_SECONDS + 0.1) * BYTES_PER_SECOND),
  inputQueueSize: Math.floor(random() * 4),
  speed: beat === 0 ? 0 : Math.round(980 + random() * 50) / 1000,
  encodingQueueSize: Math.floor(random() * 3),
  dropFrameCountInEncoding: Math.floor(beat / 7),
  dropPacketCountInIngestion: Math.floor(beat / 5),
});

/** Schedules the heartbeats of a stream that is live from one time to another, in seconds. */
export function sendHeartbeats(
  stream: SimulatedHook['fields'],
  { from, to }: { readonly from: number; readonly to: number },
  random: Random,
): ScheduledHook[] {
  const count = Math.ceil((to - from) / HEARTBEAT_SECONDS);
  return Array.from({ length: count }, (_, beat) =>
    at(
      from + beat * HEARTBEAT_SECONDS + FIRST_HEARTBEAT_SECONDS,
      hook('liveStreamStatus', { ...stream, ...randomHealth(beat, random) }),
    ),
  );
}

/** A stream that stays live and sends heartbeats, the first of which arrives before its start. */
export function heartbeats({ id, random }: ScenarioContext): ScheduledHook[] {
  const stream = { id, streamName: 'Harbour', category: 'weather' };
  const [firstBeat, ...others] = sendHeartbeats(stream, { from: 0, to: 90 }, random);
  const started = at(0, hook('liveStreamStarted', stream));
  return firstBeat === undefined ? [started] : [firstBeat, started, ...others];
}
