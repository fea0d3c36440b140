import type { Table } from '../table/table.ts';
import type { ReadAppGroup } from './apps.ts';
import { listStreamEvents } from './events.ts';
import type { ParameterName, QueryParameters } from './parameters.ts';
import { listQuarantine } from './quarantine.ts';
import { listServers } from './servers.ts';
import { describeStream } from './stream.ts';
import { listStreams } from './streams.ts';

/** What a route answers from. */
export interface RouteContext {
  readonly table: Table;
  /** What `*` in the route's path stood for. */
  readonly path: readonly string[];
  readonly parameters: QueryParameters;
  /** The apps that the token may see, and the request asked for. */
  readonly apps: ReadAppGroup;
  /** Whether the token may see this stream, if it exists. */
  readonly canSee: (app: string, id: string) => boolean;
  /** In ms since the epoch. */
  readonly now: number;
}

/** A route of the read API. */
interface Route {
  /** Any other parameter is answered 400. */
  readonly parameters: readonly ParameterName[];
  /** The answer; undefined is something that was never heard of. */
  readonly handle: (asked: RouteContext) => Promise<object | undefined>;
}

/** The read API, by path; `*` stands for one segment. */
const routes: Record<string, Route> = {
  '/streams': {
    parameters: ['app', 'status', 'limit', 'cursor'],
    handle: async ({ table, parameters, apps, now }) => {
      const { statuses, limit, streamCursor: before } = parameters;
      return listStreams(table, { apps, statuses, limit, before }, now);
    },
  },
  '/stream': {
    parameters: ['app', 'id'],
    handle: async (asked) => getStream(asked, asked.parameters.stream),
  },
  '/stream/events': {
    parameters: ['app', 'id', 'limit', 'cursor'],
    handle: async (asked) => getStreamEvents(asked, asked.parameters.stream),
  },
  '/streams/*/*': {
    parameters: [],
    handle: async (asked) => getStream(asked, asked.path),
  },
  '/streams/*/*/events': {
    parameters: ['limit', 'cursor'],
    handle: async (asked) => getStreamEvents(asked, asked.path),
  },
  '/servers': {
    parameters: ['app', 'limit', 'cursor'],
    handle: async ({ table, parameters, apps, now }) => {
      const { limit, serverCursor: before } = parameters;
      return listServers(table, { apps, limit, before }, now);
    },
  },
  '/quarantine': {
    parameters: ['app', 'limit', 'cursor'],
    handle: async ({ table, parameters, apps, now }) => {
      const { limit, quarantineCursor: before } = parameters;
      return listQuarantine(table, { apps, limit, before }, now);
    },
  },
};

async function getStream({ table, canSee, now }: RouteContext, [app = '', id = '']: readonly string[]) {
  return canSee(app, id) ? describeStream({ table, app, id, now }) : undefined;
}

async function getStreamEvents(
  { table, parameters, canSee, now }: RouteContext,
  [app = '', id = '']: readonly string[],
) {
  const { limit, rowCursor } = parameters;
  return canSee(app, id) ? listStreamEvents({ table, app, id, now }, limit, rowCursor) : undefined;
}

/** The route of a path, which API Gateway has decoded already, and what its `*` stood for; undefined when there is none. */
export function matchRoute(rawPath: string): { route: Route; path: string[] } | undefined {
  const segments = rawPath.split('/').slice(1);
  for (const [pattern, route] of Object.entries(routes)) {
    const parts = pattern.split('/').slice(1);
    const matches =
      parts.length === segments.length && parts.every((part, index) => part === '*' || part === segments[index]);
    if (matches) return { route, path: segments.filter((_segment, index) => parts[index] === '*') };
  }
  return undefined;
}
