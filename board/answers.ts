import type { listEvents } from '../lambda/reading/events.ts';
import type { listQuarantine } from '../lambda/reading/quarantine.ts';
import type { listServers } from '../lambda/reading/servers.ts';
import type { describeStream } from '../lambda/reading/stream.ts';
import type { listStreams } from '../lambda/reading/streams.ts';

type Told<Route extends (...asked: never[]) => Promise<unknown>> = NonNullable<Awaited<ReturnType<Route>>>;

/** What the reader answers, by its own types. */
export type StreamsAnswer = Told<typeof listStreams>;
export type EventsAnswer = Told<typeof listEvents>;
export type ServersAnswer = Told<typeof listServers>;
export type QuarantineAnswer = Told<typeof listQuarantine>;

export type Stream = StreamsAnswer['streams'][number];
export type Health = NonNullable<Stream['health']>;
export type StreamEvent = EventsAnswer['events'][number];
export type Server = ServersAnswer['servers'][number];

export type StreamAnswer = Told<typeof describeStream>;
