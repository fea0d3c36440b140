import { encodeName } from '../stream/names.ts';
import { namesQuery, rowsQuery } from '../table/queries.ts';
import { hostPartition, hostsPartition } from '../table/row-keys.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import { hostPositionOf, readHostRow, readServerEventRow } from '../table/rows/server-rows.ts';
import type { Item, Table } from '../table/table.ts';
import { fillPage, type PageRow } from './fill-page.ts';
import type { RowPage } from './merge-newest.ts';
import { type CursorShape, encodedTextPattern } from './parameters.ts';
import { MAX_RESPONSE_BYTES, ResponseBudget } from './response-budget.ts';
import { iso } from './stream-json.ts';
import { type AppsQuery, type ListSection, type PositionedRow, walkApps } from './walk-apps.ts';

const MAX_EVENTS_PER_HOST = 50;
/** Hosts that are read at once. The events of each take at most this part of the response, unless a single one takes more. */
const HOST_BATCH_SIZE = 10;

const SECTION = 'servers';

export const serverCursor: CursorShape = {
  sections: [SECTION],
  position: `${encodedTextPattern}{1,400}#${encodedTextPattern}{1,400}`, // app and host
};

/** Lists one page of the known media servers, by app and host, each with as many of its newest events as fit. */
export async function listServers(table: Table, { apps, limit, before }: AppsQuery, now: number) {
  const section: ListSection = {
    name: SECTION,
    read: (names, count, behind) => readHosts(table, names, count, behind),
    positionOf: hostPositionOf,
  };
  const { rows, next } = await walkApps([section], apps, limit, before);
  const { page, cursor } = await fillPage(readServers(table, rows, now), next, new ResponseBudget());
  return { servers: page, cursor };
}

/** Reads the rows of the hosts of these apps, ordered by encoded app and host. */
async function readHosts(table: Table, apps: readonly string[], limit: number, behind = '#'): Promise<RowPage> {
  const [ofApp = '', host = ''] = behind.split('#');
  const pages = await Promise.all(
    apps
      .filter((app) => encodeName(app) >= ofApp)
      .map((app) => {
        const query = namesQuery(hostsPartition(app), 'host', encodeName(app) === ofApp ? host : '');
        return table.query({ ...query, Limit: limit });
      }),
  );
  const rows = pages.flatMap(({ items }) => items);
  return { rows: rows.slice(0, limit), more: rows.length > limit || pages.some(({ more }) => more) };
}

async function* readServers(
  table: Table,
  hosts: readonly PositionedRow[],
  now: number,
): AsyncGenerator<PageRow<ServerJson>> {
  for (let from = 0; from < hosts.length; from += HOST_BATCH_SIZE) {
    const batch = hosts.slice(from, from + HOST_BATCH_SIZE);
    yield* await Promise.all(
      batch.map(async ({ row, position }) => {
        return { json: isUnexpired(row, now) ? await readServerJson(table, row, now) : undefined, position };
      }),
    );
  }
}

type ServerJson = Awaited<ReturnType<typeof readServerJson>>;

async function readServerJson(table: Table, row: Item, now: number) {
  const { app, host } = readHostRow(row);
  const { items } = await table.query({ ...rowsQuery(hostPartition(app, host), 'event'), Limit: MAX_EVENTS_PER_HOST });
  const listed = items.filter((item) => isUnexpired(item, now)).map(toServerEventJson);
  const fitting = new ResponseBudget(MAX_RESPONSE_BYTES / HOST_BATCH_SIZE).takeWhileFits(listed);
  const events = fitting.length > 0 ? fitting : listed.slice(0, 1);
  return { app, host, lastEvent: events[0] ? { kind: events[0].kind, at: events[0].at } : null, events };
}

function toServerEventJson(row: Item) {
  const { kind, at, receivedAt, fields } = readServerEventRow(row);
  return { kind, at: iso(at), receivedAt: iso(receivedAt), fields };
}
