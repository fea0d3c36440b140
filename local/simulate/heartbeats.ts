import { at, type Cast, hook, type Moment } from './cast.ts';

/** How often the media server tells how a stream does, in seconds: the recommended minimum. */
const PERIOD = 5;
const BEATS = 18;
const BYTES_A_SECOND = 312_500;

/** A stream that is still live, with its heartbeats; the first of them arrives before its started. */
export function heartbeats({ id, random }: Cast): Moment[] {
  const dock = { id, streamName: 'Harbour', category: 'weather' };
  const beats = Array.from({ length: BEATS }, (_, beat) => {
    const seconds = beat * PERIOD;
    const fields = {
      ...dock,
      width: 1280,
      height: 720,
      totalByteReceived: Math.round((seconds + 0.1) * BYTES_A_SECOND),
      inputQueueSize: Math.floor(random() * 4),
      speed: beat === 0 ? 0 : Math.round(980 + random() * 50) / 1000,
      encodingQueueSize: Math.floor(random() * 3),
      dropFrameCountInEncoding: Math.floor(beat / 7),
      dropPacketCountInIngestion: Math.floor(beat / 5),
    };
    return at(seconds + 0.057, hook('liveStreamStatus', fields));
  });
  const [firstBeat, ...others] = beats;
  const started = at(0, hook('liveStreamStarted', dock));
  return firstBeat === undefined ? [started] : [firstBeat, started, ...others];
}
