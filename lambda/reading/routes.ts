import type { Table } from '../table/table.ts';
import type { ReadAppGroup } from './apps.ts';
import { getEvents, getRecordings, getSessions } from './by-time/period-handlers.ts';
import { getStreamEvents, getStreamRecordings, getStreamSessions } from './by-time/stream-handlers.ts';
import { listCounts } from './counts.ts';
import { type CsvList, ofStream, overStreams } from './csv.ts';
import { listExpected } from './expected.ts';
import type { ParameterName, QueryParameters } from './parameters.ts';
import { listQuarantine, quarantineCursor } from './quarantine.ts';
import type { ReaderOptions } from './reader-options.ts';
import { listRefusals, refusalCursor } from './refusal-list.ts';
import { listServers, serverCursor } from './server-list.ts';
import { describeStream } from './stream.ts';
import { listStreams, streamCursor } from './stream-list.ts';

/** The request to a route, and what responds to it. */
export interface RouteContext {
  readonly table: Table;
  /** The segments that `*` in the route's path matched. */
  readonly path: readonly string[];
  readonly parameters: QueryParameters;
  readonly options: ReaderOptions;
  /** The apps of the request, as far as the token may see them. */
  readonly apps: ReadAppGroup;
  /** Whether the token may see this app, and the request is about it, or about all. */
  readonly canSeeApp: (app: string) => boolean;
  /** Whether the token may see this stream, if it exists. */
  readonly canSee: (app: string, id: string) => boolean;
  /** In ms since the epoch. */
  readonly now: number;
  /** The headers of the response besides those that every response has: a handler may add some. */
  readonly headers: Record<string, string>;
}

/** A route of the read API. */
export interface Route {
  /** The response to any other parameter is 400. */
  readonly parameters: readonly ParameterName[];
  /** The list that can be had as CSV. */
  readonly csv?: CsvList;
  /** Returns the body; undefined when there is no such stream. */
  readonly handle: (context: RouteContext) => Promise<object | undefined>;
}

/** The read API, by path; `*` matches one segment. A new route is an entry here. */
const routes: Record<string, Route> = {
  '/streams': {
    parameters: ['app', 'status', 'q', 'room', 'limit', 'cursor'],
    handle: async ({ table, parameters, options, apps, now }) => {
      const { statuses, q, room, limit } = parameters;
      const before = parameters.listCursor(streamCursor({ statuses, q }));
      return listStreams(table, { apps, statuses, q, room, limit, before, links: options }, now);
    },
  },
  '/stream': {
    parameters: ['app', 'id'],
    handle: async (context) => getStream(context, context.parameters.stream),
  },
  '/stream/events': {
    parameters: ['app', 'id', 'action', 'from', 'to', 'limit', 'cursor'],
    csv: ofStream('events'),
    handle: async (context) => getStreamEvents(context, context.parameters.stream),
  },
  '/stream/sessions': {
    parameters: ['app', 'id', 'from', 'to', 'limit', 'cursor'],
    csv: ofStream('sessions'),
    handle: async (context) => getStreamSessions(context, context.parameters.stream),
  },
  '/stream/recordings': {
    parameters: ['app', 'id', 'from', 'to', 'limit', 'cursor'],
    csv: ofStream('recordings'),
    handle: async (context) => getStreamRecordings(context, context.parameters.stream),
  },
  '/streams/*/*': {
    parameters: [],
    handle: async (context) => getStream(context, context.path),
  },
  '/streams/*/*/events': {
    parameters: ['action', 'from', 'to', 'limit', 'cursor'],
    csv: ofStream('events'),
    handle: async (context) => getStreamEvents(context, context.path),
  },
  '/streams/*/*/sessions': {
    parameters: ['from', 'to', 'limit', 'cursor'],
    csv: ofStream('sessions'),
    handle: async (context) => getStreamSessions(context, context.path),
  },
  '/streams/*/*/recordings': {
    parameters: ['from', 'to', 'limit', 'cursor'],
    csv: ofStream('recordings'),
    handle: async (context) => getStreamRecordings(context, context.path),
  },
  '/events': {
    parameters: ['app', 'action', 'from', 'to', 'limit', 'cursor'],
    csv: overStreams('events'),
    handle: getEvents,
  },
  '/sessions': {
    parameters: ['app', 'from', 'to', 'limit', 'cursor'],
    csv: overStreams('sessions'),
    handle: getSessions,
  },
  '/recordings': {
    parameters: ['app', 'from', 'to', 'limit', 'cursor'],
    csv: overStreams('recordings'),
    handle: getRecordings,
  },
  '/counts': {
    parameters: ['app', 'exclusive'],
    handle: async ({ table, parameters, options, canSeeApp, now, headers }) => {
      Object.assign(headers, options.identity); // in this answer alone: it is small, and each page of the board asks for it
      return listCounts(table, { canSeeApp, exclusive: parameters.exclusive }, now);
    },
  },
  '/expected': {
    parameters: [],
    handle: async ({ table, canSee, now }) => listExpected(table, canSee, now),
  },
  '/servers': {
    parameters: ['app', 'limit', 'cursor'],
    handle: async ({ table, parameters, apps, now }) => {
      const before = parameters.listCursor(serverCursor);
      return listServers(table, { apps, limit: parameters.limit, before }, now);
    },
  },
  '/quarantine': {
    parameters: ['app', 'limit', 'cursor'],
    handle: async ({ table, parameters, apps, now }) => {
      const before = parameters.listCursor(quarantineCursor);
      return listQuarantine(table, { apps, limit: parameters.limit, before }, now);
    },
  },
  '/refusals': {
    parameters: ['app', 'limit', 'cursor'],
    handle: async ({ table, parameters, apps, now }) => {
      const before = parameters.listCursor(refusalCursor);
      return listRefusals(table, { apps, limit: parameters.limit, before }, now);
    },
  },
};

async function getStream({ table, options, canSee, now }: RouteContext, [app = '', id = '']: readonly string[]) {
  return canSee(app, id) ? describeStream({ table, app, id, now }, options) : undefined;
}

/** A route, and the segments that its `*` matched. */
export interface RouteMatch {
  readonly route: Route;
  readonly path: readonly string[];
}

/** Returns the route of a path, which API Gateway has decoded already, with the segments that its `*` matched; undefined when there is none. */
export function matchRoute(rawPath: string): RouteMatch | undefined {
  const segments = rawPath.split('/').slice(1);
  for (const [pattern, route] of Object.entries(routes)) {
    const parts = pattern.split('/').slice(1);
    const matches =
      parts.length === segments.length && parts.every((part, index) => part === '*' || part === segments[index]);
    if (matches) return { route, path: segments.filter((_segment, index) => parts[index] === '*') };
  }
  return undefined;
}
