import { crash } from './crash.ts';
import { heartbeats } from './heartbeats.ts';
import { room } from './room.ts';
import { at, type Cast, hook, type Moment, metadataOfPublish, vodReady } from './scenario.ts';
import { first, isSince } from './versions.ts';

/** A typical lifecycle: its hooks in the order in which they arrive, which is not always that of their clocks. */
export type Scenario = (cast: Cast) => Moment[];

/** Every scenario under the name that `--scenario` takes. */
export const scenarios = { recording, adaptive, room, reconnect, crash, errors, heartbeats } satisfies Record<
  string,
  Scenario
>;

export type ScenarioName = keyof typeof scenarios;

/** An encoder publishes and stops; the recording is ready 3 ms after the end, and is told of first. */
function recording(cast: Cast): Moment[] {
  const camera = { id: cast.id, streamName: 'Front door', category: 'security' };
  return [
    at(0, hook('liveStreamStarted', camera)),
    at(90.003, vodReady(cast, 89.2)),
    at(90, hook('liveStreamEnded', camera)),
  ];
}

/** One stream, a recording for each rendition around its end; two watch it. A publisher's token comes along. */
function adaptive(cast: Cast): Moment[] {
  const stage = { id: cast.id, streamName: 'Main stage', category: 'concert' };
  const publisherParameters = { token: 's3cr3t-of-the-publisher', bitrate: '2500' };
  const metadata = metadataOfPublish(cast.ams, publisherParameters);
  const published = { publisherParameters, ...metadata };
  const rendition = (suffix: string) => vodReady(cast, 93.4, suffix, metadata.metadata);
  return [
    at(0, hook('liveStreamStarted', stage, published)),
    at(8.2, hook('playStarted', { id: cast.id, subscriberId: 'viewer-1' })),
    at(31.7, hook('playStarted', { id: cast.id, subscriberId: 'viewer-2' })),
    at(70.1, hook('playStopped', { id: cast.id, subscriberId: 'viewer-1' })),
    at(94.2, rendition('_480p800kbps')),
    at(94.4, rendition('_720p1500kbps')),
    at(94.5, hook('liveStreamEnded', stage, published)),
    at(94.6, hook('playStopped', { id: cast.id, subscriberId: 'viewer-2' })),
    at(95.9, rendition('_1080p2500kbps')),
    at(97.3, rendition('')),
  ];
}

/** A source that flaps: its first end is sent again, and arrives after the second start. */
function reconnect({ id, ams }: Cast): Moment[] {
  const gate = { id, streamName: 'Kapı önü', category: 'güvenlik' };
  const metadata = '{"owner":"a/b","plan":{"tier":2}}';
  const firstEnd = at(60, hook('liveStreamEnded', gate, { metadata }));
  return [
    at(0, hook('liveStreamStarted', gate, { metadata })),
    firstEnd,
    at(61.4, hook('liveStreamStarted', gate, { metadata })),
    ...(isSince(ams, first.retries) ? [firstEnd] : []),
    at(90, hook('liveStreamEnded', gate, { metadata })),
  ];
}

/** All three errors: an endpoint and an encoder fail under a stream that goes on, and a publisher never comes. */
function errors({ id, ams }: Cast): Moment[] {
  const lobby = { id, streamName: 'Lobby' };
  const endpoint = 'rtmp://a.rtmp.youtube.com/live2/abcd-1234-SECRET-KEY';
  const metadata = isSince(ams, first.json) ? JSON.stringify({ 'rtmp-url': endpoint }) : endpoint;
  const publisher = { id: `${id}-ada`, streamName: 'Ada' };
  return [
    at(0, hook('liveStreamStarted', lobby)),
    at(6.1, hook('encoderNotOpenedError', lobby)),
    at(14.8, hook('endpointFailed', lobby, { metadata })),
    at(20.2, hook('publishTimeoutError', publisher, { metadata: '{"subscriberId":"ada"}' })),
    at(75, hook('liveStreamEnded', lobby)),
  ];
}
