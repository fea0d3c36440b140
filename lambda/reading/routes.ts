import type { Table } from '../table/table.ts';
import { listEvents } from './events.ts';
import type { Parameters } from './parameters.ts';
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
  readonly apps: () => Promise<readonly string[]>;
  /** Whether the token may see this stream, if it exists. */
  readonly sees: (app: string, id: string) => boolean;
  /** In ms since the epoch. */
  readonly now: number;
}

/** Answers a route; undefined is something that was never heard of. */
type Route = (asked: Asked) => Promise<object | undefined>;

/** The read API, by path; `*` stands for one segment. */
export const routes: Record<string, Route> = {
  '/streams': async ({ table, parameters, apps, now }) => {
    const { statuses, limit, streamCursor: before } = parameters;
    return listStreams(table, { apps: await apps(), statuses, limit, before }, now);
  },
  '/streams/*/*': async ({ table, path: [app = '', id = ''], sees, now }) =>
    sees(app, id) ? describeStream({ table, app, id, now }) : undefined,
  '/streams/*/*/events': async ({ table, path: [app = '', id = ''], parameters, sees, now }) => {
    const { limit, rowCursor } = parameters;
    return sees(app, id) ? listEvents({ table, app, id, now }, limit, rowCursor) : { events: [], cursor: null };
  },
  '/servers': async ({ table, apps, now }) => listServers(table, await apps(), now),
  '/quarantine': async ({ table, parameters, apps, now }) => {
    const { limit, rowCursor } = parameters;
    return listQuarantine(table, await apps(), limit, rowCursor, now);
  },
};

/** The route of a path, and what its `*` stood for; undefined when there is none. */
export function routeOf(rawPath: string): { route: Route; path: string[] } | undefined {
  const segments = rawPath.split('/').slice(1).map(decoded);
  for (const [pattern, route] of Object.entries(routes)) {
    const parts = pattern.split('/').slice(1);
    const matches =
      parts.length === segments.length && parts.every((part, index) => part === '*' || part === segments[index]);
    if (matches) return { route, path: segments.filter((_segment, index) => parts[index] === '*') };
  }
  return undefined;
}

/** API Gateway may have decoded the path already: then what looks encoded and is not stays what it is. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
