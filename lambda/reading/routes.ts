import type { Table } from '../table/table.ts';
import type { Apps } from './apps.ts';
import { listStreamEvents } from './events.ts';
import type { ParameterName, Parameters } from './parameters.ts';
import { listQuarantine } from './quarantine.ts';
import { listServers } from './servers.ts';
import { describeStream } from './stream.ts';
import { listStreams } from './streams.ts';

/** What a route answers from. */
export interface Asked {
  readonly table: Table;
  /** What `*` in the route's path stood for. */
  readonly path: readonly string[];
  readonly parameters: Parameters;
  /** The apps that the token may see, and the request asked for. */
  readonly apps: Apps;
  /** Whether the token may see this stream, if it exists. */
  readonly sees: (app: string, id: string) => boolean;
  /** In ms since the epoch. */
  readonly now: number;
}

/** A route of the read API. */
interface Route {
  /** Any other parameter is answered 400. */
  readonly accepts: readonly ParameterName[];
  /** The answer; undefined is something that was never heard of. */
  readonly answer: (asked: Asked) => Promise<object | undefined>;
}

/** The read API, by path; `*` stands for one segment. */
const routes: Record<string, Route> = {
  '/streams': {
    accepts: ['app', 'status', 'limit', 'cursor'],
    answer: async ({ table, parameters, apps, now }) => {
      const { statuses, limit, streamCursor: before } = parameters;
      return listStreams(table, { apps, statuses, limit, before }, now);
    },
  },
  '/stream': {
    accepts: ['app', 'id'],
    answer: async (asked) => answerStream(asked, asked.parameters.stream),
  },
  '/stream/events': {
    accepts: ['app', 'id', 'limit', 'cursor'],
    answer: async (asked) => answerEvents(asked, asked.parameters.stream),
  },
  '/streams/*/*': {
    accepts: [],
    answer: async (asked) => answerStream(asked, asked.path),
  },
  '/streams/*/*/events': {
    accepts: ['limit', 'cursor'],
    answer: async (asked) => answerEvents(asked, asked.path),
  },
  '/servers': {
    accepts: ['app', 'limit', 'cursor'],
    answer: async ({ table, parameters, apps, now }) => {
      const { limit, serverCursor: before } = parameters;
      return listServers(table, { apps, limit, before }, now);
    },
  },
  '/quarantine': {
    accepts: ['app', 'limit', 'cursor'],
    answer: async ({ table, parameters, apps, now }) => {
      const { limit, quarantineCursor: before } = parameters;
      return listQuarantine(table, { apps, limit, before }, now);
    },
  },
};

async function answerStream({ table, sees, now }: Asked, [app = '', id = '']: readonly string[]) {
  return sees(app, id) ? describeStream({ table, app, id, now }) : undefined;
}

async function answerEvents({ table, parameters, sees, now }: Asked, [app = '', id = '']: readonly string[]) {
  const { limit, rowCursor } = parameters;
  return sees(app, id) ? listStreamEvents({ table, app, id, now }, limit, rowCursor) : undefined;
}

/** The route of a path, which API Gateway has decoded already, and what its `*` stood for; undefined when there is none. */
export function routeOf(rawPath: string): { route: Route; path: string[] } | undefined {
  const segments = rawPath.split('/').slice(1);
  for (const [pattern, route] of Object.entries(routes)) {
    const parts = pattern.split('/').slice(1);
    const matches =
      parts.length === segments.length && parts.every((part, index) => part === '*' || part === segments[index]);
    if (matches) return { route, path: segments.filter((_segment, index) => parts[index] === '*') };
  }
  return undefined;
}
