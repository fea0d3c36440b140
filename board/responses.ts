import type { toEventPage } from '../lambda/reading/events.ts';
import type { listQuarantine } from '../lambda/reading/quarantine.ts';
import type { listServers } from '../lambda/reading/servers.ts';
import type { describeStream } from '../lambda/reading/stream.ts';
import type { listStreams } from '../lambda/reading/streams.ts';

type ResponseOf<Route extends (...asked: never[]) => Promise<unknown>> = NonNullable<Awaited<ReturnType<Route>>>;

/** What the reader answers, by its own types. */
export type StreamsResponse = ResponseOf<typeof listStreams>;
export type EventsResponse = ResponseOf<typeof toEventPage>;
export type ServersResponse = ResponseOf<typeof listServers>;
export type QuarantineResponse = ResponseOf<typeof listQuarantine>;

export type Stream = StreamsResponse['streams'][number];
export type Health = NonNullable<Stream['health']>;
export type StreamEvent = EventsResponse['events'][number];
export type Server = ServersResponse['servers'][number];

export type StreamResponse = ResponseOf<typeof describeStream>;
