import type { Random } from '../../../oracle/random.ts';
import { at, hook, type ScenarioContext, type ScheduledHook } from './scenario.ts';

/** The interval of heartbeats: the recommended minimum. */
export const HEARTBEAT_SECONDS = 5;
const HEARTBEATS = 18;
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

/** A stream that stays live and sends heartbeats, the first of which arrives before its start. */
export function heartbeats({ id, random }: ScenarioContext): ScheduledHook[] {
  const stream = { id, streamName: 'Harbour', category: 'weather' };
  const beats = Array.from({ length: HEARTBEATS }, (_, beat) =>
    at(beat * HEARTBEAT_SECONDS + 0.057, hook('liveStreamStatus', { ...stream, ...randomHealth(beat, random) })),
  );
  const [firstBeat, ...others] = beats;
  const started = at(0, hook('liveStreamStarted', stream));
  return firstBeat === undefined ? [started] : [firstBeat, started, ...others];
}
