import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { RecordingRow } from '../../../cli/by-time/recording-list.ts';
import type { SessionRow } from '../../../cli/by-time/session-list.ts';

/** What a receiver would answer; a test changes it as it likes. */
export interface ListedData {
  sessions: SessionRow[];
  recordings: RecordingRow[];
  /** The open sessions. */
  live: { app: string; id: string; name: string | null; startedAt: string | null; metadata: unknown }[];
  /** The history of all streams. */
  events: { app: string; id: string; at: string; action: string; fields: object }[];
  /** The present metadata of streams that are not live. */
  present: { app: string; id: string; metadata: unknown }[];
  completeSince: string | undefined;
  /** The status and the error that a request gets instead of its answer. */
  fail: (path: string) => { status: number; error: string } | undefined;
  /** Runs after a request was answered. */
  afterRequest: (path: string) => void;
}

const emptyData = (): ListedData => ({
  sessions: [],
  recordings: [],
  live: [],
  events: [],
  present: [],
  completeSince: '2025-01-01T00:00:00.000Z',
  fail: () => undefined,
  afterRequest: () => {},
});

/** The rows of a page, however many are asked for: tests see several pages soon. */
const PAGE = 3;
export const TOKEN = 'secret';

/** Serves lists by time on this machine as a receiver does, from data that each test sets anew. */
export function useListServer() {
  const state = { data: emptyData(), paths: [] as string[], url: '' };
  const server = createServer((request, response) => answer(state, request, response));
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
  });
  beforeEach(() => {
    state.data = emptyData();
    state.paths = [];
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return state;
}

function answer(
  state: { data: ListedData; paths: string[] },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { data } = state;
  const path = request.url ?? '';
  state.paths.push(path);
  const failure =
    request.headers.authorization === `Bearer ${TOKEN}` ? data.fail(path) : { status: 401, error: 'no token' };
  const { pathname, searchParams } = new URL(path, 'http://127.0.0.1');
  const body = failure === undefined ? bodyOf(data, pathname, searchParams) : { error: failure.error };
  if (data.completeSince !== undefined) response.setHeader('complete-since', data.completeSince);
  response.statusCode = failure?.status ?? (body === undefined ? 404 : 200);
  response.end(JSON.stringify(body ?? { error: 'stream not found' }), () => data.afterRequest(path));
}

function bodyOf(data: ListedData, path: string, query: URLSearchParams): object | undefined {
  const ofApp = <T extends { app: string }>(rows: readonly T[]) =>
    rows.filter(({ app }) => app === (query.get('app') ?? app));
  if (path === '/sessions') return page('sessions', ofApp(data.sessions), ({ endedAt }) => endedAt, query);
  if (path === '/recordings') return page('recordings', ofApp(data.recordings), ({ at }) => at, query);
  if (path === '/streams') return page('streams', ofApp(data.live), () => null, query);
  const ofStream = <T extends { app: string; id: string }>(rows: readonly T[]) =>
    ofApp(rows).filter(({ id }) => id === query.get('id'));
  if (path === '/stream/events') {
    const events = ofStream(data.events).filter(({ action }) => action === (query.get('action') ?? action));
    return page('events', events, ({ at }) => at, query);
  }
  return ofStream(data.present)[0];
}

/** Lists the rows of the period, the newest first; the cursor is the number of rows before the page. */
function page<T>(name: string, all: readonly T[], timeOf: (row: T) => string | null, query: URLSearchParams): object {
  const clockOf = (row: T) => Date.parse(timeOf(row) ?? '') || 0;
  const [from, to] = [query.get('from'), query.get('to')].map((time) =>
    time === null ? Number.NaN : Date.parse(time),
  );
  const rows = all
    .filter((row) => timeOf(row) === null || !(clockOf(row) < (from ?? 0) || clockOf(row) >= (to ?? 0)))
    .toSorted((a, b) => clockOf(b) - clockOf(a));
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Math.min(PAGE, Number(query.get('limit') ?? 50));
  return { [name]: rows.slice(start, end), cursor: end < rows.length ? String(end) : null };
}
