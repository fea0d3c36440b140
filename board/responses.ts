import type { Answer } from '../client/api-types.ts';

export type StreamsResponse = Answer<'/streams'>;
export type StreamResponse = Answer<'/stream'>;
export type RefusalsResponse = Answer<'/refusals'>;

export type Stream = StreamsResponse['streams'][number];
export type Health = NonNullable<Stream['health']>;
export type StreamEvent = Answer<'/stream/events'>['events'][number];
export type ExpectedStream = Answer<'/expected'>['expected'][number];
export type Server = Answer<'/servers'>['servers'][number];
export type QuarantinedHook = Answer<'/quarantine'>['quarantine'][number];
