import { EVERY_STREAM, type StreamKey } from '../../lambda/tokens/stream-key.ts';
import type { MediaServer } from './find-media-server.ts';

/** A line of what to type: its name, and the text itself. */
export type Setting = readonly [name: string, text: string];

/** The port on which Ant Media Server takes SRT, unless it is configured. */
const SRT_PORT = 4200;

/** Characters that separate the parts of a streamid, or of a URL. */
const UNSAFE_IN_STREAMID = /[,=&#%+ ]/;

/** Returns the id of a stream that a key is for; of several, one as an example. */
export function sampleIdOf({ stream }: Pick<StreamKey, 'stream'>): string {
  if (stream === EVERY_STREAM) return 'cam-1';
  return stream.endsWith(EVERY_STREAM) ? `${stream.slice(0, -1)}1` : stream;
}

/** Returns what a publisher, a player or both are to type. */
export function clientSettings(key: StreamKey, secret: string, server: MediaServer): Setting[] {
  return [
    ...(key.use === 'play' ? [] : encoderSettings(sampleIdOf(key), secret, server)),
    ...(key.use === 'publish' ? [] : [['Player', `?token=${secret}, or &token=${secret} behind another parameter`] as const]), // biome-ignore format: a setting
  ];
}

function encoderSettings(id: string, secret: string, { host, application }: MediaServer): Setting[] {
  const rtmp = `rtmp://${host}/${application}`;
  const streamKey = `${id}?token=${secret}`;
  const path = `${application}/${id}`;
  const srt = UNSAFE_IN_STREAMID.test(path) ? [] : [['SRT URL', `srt://${host}:${SRT_PORT}?streamid=${path},token=${secret}`] as const]; // biome-ignore format: a setting
  return [['OBS server', rtmp], ['OBS key', streamKey], ['RTMP URL', `${rtmp}/${streamKey}`], ...srt];
}
