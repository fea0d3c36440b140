import type { z } from 'zod';
import {
  counts,
  eventPage,
  expectedStreams,
  quarantinePage,
  recordingPage,
  refusalPage,
  serverPage,
  sessionPage,
  streamEventPage,
  streamPage,
  streamRecordingPage,
  streamSessionPage,
} from './list-schemas.ts';
import {
  actionFilter,
  appFilter,
  exclusiveCounts,
  from,
  pageCursor,
  pageLimit,
  roomFilter,
  statusFilter,
  streamApp,
  streamId,
  textFilter,
  to,
} from './parameter-schemas.ts';
import { streamDetail } from './stream-schemas.ts';

/** A route of the read API, as it is described. */
export interface ApiRoute {
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters: Readonly<Record<string, z.ZodType>>;
  /** The body of the answer. */
  readonly answer: z.ZodType;
  /** Whether the answer can be had as CSV. */
  readonly csv?: true;
  /** `stream`: 404 when there is no such stream. `byDay`: over all streams by time, 404 without the setting byDay. */
  readonly of?: 'stream' | 'byDay';
  /** Whether headers of the answer name the receiver. */
  readonly namesReceiver?: true;
}

const page = { limit: pageLimit, cursor: pageCursor };
const period = { from, to };
const ofStream = { app: streamApp, id: streamId };

const lastDay = 'By default of the last 24 hours; a cursor carries the period';
const presumedEnds = 'A presumed end may still move: key sessions by (app, id, startedAt), and let the last answer win';

/** The routes that answer JSON to a token, by path. */
export const apiRoutes = {
  '/streams': {
    id: 'listStreams',
    summary: 'List the streams by status, the newest first within each',
    parameters: { app: appFilter, status: statusFilter, q: textFilter, room: roomFilter, ...page },
    answer: streamPage,
  },
  '/stream': {
    id: 'getStream',
    summary: 'Read one stream with its newest recordings, sessions, tracks and events',
    parameters: ofStream,
    answer: streamDetail,
    of: 'stream',
  },
  '/stream/events': {
    id: 'listEventsOfStream',
    summary: 'List the events of one stream, newest first',
    parameters: { ...ofStream, action: actionFilter, ...period, ...page },
    answer: eventPage,
    csv: true,
    of: 'stream',
  },
  '/stream/sessions': {
    id: 'listSessionsOfStream',
    summary: 'List the sessions of one stream, newest first; the open one is on top',
    parameters: { ...ofStream, ...period, ...page },
    answer: sessionPage,
    csv: true,
    of: 'stream',
  },
  '/stream/recordings': {
    id: 'listRecordingsOfStream',
    summary: 'List the recordings of one stream, newest first',
    parameters: { ...ofStream, ...period, ...page },
    answer: recordingPage,
    csv: true,
    of: 'stream',
  },
  '/events': {
    id: 'listEvents',
    summary: 'List the events of all streams, newest first',
    description: `Without heartbeats, plays and tracks. ${lastDay}.`,
    parameters: { app: appFilter, action: actionFilter, ...period, ...page },
    answer: streamEventPage,
    csv: true,
    of: 'byDay',
  },
  '/sessions': {
    id: 'listSessions',
    summary: 'List the sessions of all streams by the time of their end, newest first',
    description: `Open sessions are those of /streams?status=live. ${presumedEnds}. ${lastDay}.`,
    parameters: { app: appFilter, ...period, ...page },
    answer: streamSessionPage,
    csv: true,
    of: 'byDay',
  },
  '/recordings': {
    id: 'listRecordings',
    summary: 'List the recordings of all streams, newest first',
    description: `A recording stands at its latest vodReady only. ${lastDay}.`,
    parameters: { app: appFilter, ...period, ...page },
    answer: streamRecordingPage,
    csv: true,
    of: 'byDay',
  },
  '/counts': {
    id: 'countStreams',
    summary: 'Count the streams of each app, as of the last sweep',
    parameters: { app: appFilter, exclusive: exclusiveCounts },
    answer: counts,
    namesReceiver: true,
  },
  '/expected': {
    id: 'listExpectedStreams',
    summary: 'List the streams that should be live',
    parameters: {},
    answer: expectedStreams,
  },
  '/refusals': {
    id: 'listRefusals',
    summary: 'List the publishers and players that were not let in, newest first',
    parameters: { app: appFilter, ...page },
    answer: refusalPage,
  },
  '/servers': {
    id: 'listServers',
    summary: 'List the media servers that have sent a hook about themselves, with the newest 50 events of each',
    parameters: { app: appFilter, ...page },
    answer: serverPage,
  },
  '/quarantine': {
    id: 'listQuarantine',
    summary: 'List the requests to webhook URLs that could not be read, newest first',
    parameters: { app: appFilter, ...page },
    answer: quarantinePage,
  },
} as const satisfies Record<string, ApiRoute>;

/** The routes of one stream that have a second form, with app and id in the path. */
export const pathForms = {
  '/streams/{app}/{id}': '/stream',
  '/streams/{app}/{id}/events': '/stream/events',
  '/streams/{app}/{id}/sessions': '/stream/sessions',
  '/streams/{app}/{id}/recordings': '/stream/recordings',
} as const satisfies Record<string, keyof typeof apiRoutes>;

/** The routes of the read API. */
export type ApiRoutes = typeof apiRoutes;
