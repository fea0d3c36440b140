import type { Random } from './random.ts';
import { at, type Cast, hook, type Moment } from './scenario.ts';

/** How often the media server tells how a stream does, in seconds: the recommended minimum. */
export const PERIOD = 5;
const BEATS = 18;
const BYTES_A_SECOND = 312_500;

/** What a heartbeat measures, so many after the first one. */
export const measuredAt = (beat: number, random: Random) => ({
  width: 1280,
  height: 720,
  totalByteReceived: Math.round((beat * PERIOD + 0.1) * BYTES_A_SECOND),
  inputQueueSize: Math.floor(random() * 4),
  speed: beat === 0 ? 0 : Math.round(980 + random() * 50) / 1000,
  encodingQueueSize: Math.floor(random() * 3),
  dropFrameCountInEncoding: Math.floor(beat / 7),
  dropPacketCountInIngestion: Math.floor(beat / 5),
});

/** A stream that is still live, with its heartbeats; the first of them arrives before its started. */
export function heartbeats({ id, random }: Cast): Moment[] {
  const dock = { id, streamName: 'Harbour', category: 'weather' };
  const beats = Array.from({ length: BEATS }, (_, beat) =>
    at(beat * PERIOD + 0.057, hook('liveStreamStatus', { ...dock, ...measuredAt(beat, random) })),
  );
  const [firstBeat, ...others] = beats;
  const started = at(0, hook('liveStreamStarted', dock));
  return firstBeat === undefined ? [started] : [firstBeat, started, ...others];
}
