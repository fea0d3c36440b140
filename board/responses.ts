import type { listExpected } from '../lambda/reading/expected.ts';
import type { listQuarantine } from '../lambda/reading/quarantine.ts';
import type { listRefusals } from '../lambda/reading/refusal-list.ts';
import type { listServers } from '../lambda/reading/server-list.ts';
import type { describeStream } from '../lambda/reading/stream.ts';
import type { toEventPage } from '../lambda/reading/stream-events.ts';
import type { listStreams } from '../lambda/reading/stream-list.ts';

/** The body of a response of the read API, derived from the function that creates it. */
type ResponseOf<Route extends (...args: never[]) => Promise<unknown>> = NonNullable<Awaited<ReturnType<Route>>>;

export type StreamsResponse = ResponseOf<typeof listStreams>;
export type StreamResponse = ResponseOf<typeof describeStream>;
export type EventsResponse = ResponseOf<typeof toEventPage>;
export type ExpectedResponse = ResponseOf<typeof listExpected>;
export type RefusalsResponse = ResponseOf<typeof listRefusals>;
export type ServersResponse = ResponseOf<typeof listServers>;
export type QuarantineResponse = ResponseOf<typeof listQuarantine>;

export type Stream = StreamsResponse['streams'][number];
export type Health = NonNullable<Stream['health']>;
export type StreamEvent = EventsResponse['events'][number];
export type ExpectedStream = ExpectedResponse['expected'][number];
export type Server = ServersResponse['servers'][number];
