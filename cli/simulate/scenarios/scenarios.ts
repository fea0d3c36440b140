import { first, isSince } from '../wire/versions.ts';
import { crash } from './crash.ts';
import { lostEnd, serverCrash, silent } from './falling-silent.ts';
import { heartbeats } from './heartbeats.ts';
import { room } from './room.ts';
import { at, hook, publishMetadata, type ScenarioContext, type ScheduledHook, vodReady } from './scenario.ts';

/** A typical lifecycle: its hooks in order of arrival, which may differ from that of their timestamps. */
type Scenario = (context: ScenarioContext) => ScheduledHook[];

/** Every scenario, by its name in `--scenario`. */
export const scenarios = {
  ...{ recording, adaptive, room, reconnect, crash, errors, heartbeats, silent },
  ...{ 'lost-end': lostEnd, 'server-crash': serverCrash },
} satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof scenarios;

/** An encoder publishes and stops. The recording is ready 3 ms after the end, but its hook arrives first. */
function recording(context: ScenarioContext): ScheduledHook[] {
  const stream = { id: context.id, streamName: 'Front door', category: 'security' };
  return [
    at(0, hook('liveStreamStarted', stream)),
    at(90.003, vodReady(context, 89.2)),
    at(90, hook('liveStreamEnded', stream)),
  ];
}

/** One stream with two viewers, and a recording of each rendition around its end. Its hooks contain the publisher's token. */
function adaptive(context: ScenarioContext): ScheduledHook[] {
  const stream = { id: context.id, streamName: 'Main stage', category: 'concert' };
  const publisherParameters = { token: 's3cr3t-of-the-publisher', bitrate: '2500' };
  const metadata = publishMetadata(context.ams, publisherParameters);
  const published = { publisherParameters, ...metadata };
  const rendition = (suffix: string) => vodReady(context, 93.4, suffix, metadata.metadata);
  return [
    at(0, hook('liveStreamStarted', stream, published)),
    at(8.2, hook('playStarted', { id: context.id, subscriberId: 'viewer-1' })),
    at(31.7, hook('playStarted', { id: context.id, subscriberId: 'viewer-2' })),
    at(70.1, hook('playStopped', { id: context.id, subscriberId: 'viewer-1' })),
    at(94.2, rendition('_480p800kbps')),
    at(94.4, rendition('_720p1500kbps')),
    at(94.5, hook('liveStreamEnded', stream, published)),
    at(94.6, hook('playStopped', { id: context.id, subscriberId: 'viewer-2' })),
    at(95.9, rendition('_1080p2500kbps')),
    at(97.3, rendition('')),
  ];
}

/** A source that reconnects: its first end is retried, and the retry arrives after the second start. */
function reconnect({ id, ams }: ScenarioContext): ScheduledHook[] {
  const stream = { id, streamName: 'Kapı önü', category: 'güvenlik' };
  const metadata = '{"owner":"a/b","plan":{"tier":2}}';
  const firstEnd = at(60, hook('liveStreamEnded', stream, { metadata }));
  return [
    at(0, hook('liveStreamStarted', stream, { metadata })),
    firstEnd,
    at(61.4, hook('liveStreamStarted', stream, { metadata })),
    ...(isSince(ams, first.retries) ? [firstEnd] : []),
    at(90, hook('liveStreamEnded', stream, { metadata })),
  ];
}

/** All three errors: an endpoint and an encoder fail while the stream continues, and a publisher never starts. */
function errors({ id, ams }: ScenarioContext): ScheduledHook[] {
  const stream = { id, streamName: 'Lobby' };
  const endpoint = 'rtmp://a.rtmp.youtube.com/live2/abcd-1234-SECRET-KEY';
  const metadata = isSince(ams, first.json) ? JSON.stringify({ 'rtmp-url': endpoint }) : endpoint;
  const publisher = { id: `${id}-ada`, streamName: 'Ada' };
  return [
    at(0, hook('liveStreamStarted', stream)),
    at(6.1, hook('encoderNotOpenedError', stream)),
    at(14.8, hook('endpointFailed', stream, { metadata })),
    at(20.2, hook('publishTimeoutError', publisher, { metadata: '{"subscriberId":"ada"}' })),
    at(75, hook('liveStreamEnded', stream)),
  ];
}
