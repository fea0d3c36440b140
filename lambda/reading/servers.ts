import { encodeName } from '../stream/names.ts';
import { isUnexpired, positionOfRow, rowsQuery } from '../table/history.ts';
import { appOfPartition, hostPartition, hostsPartition, parsePosition } from '../table/keys.ts';
import { namesQuery } from '../table/names-query.ts';
import { numberAttribute } from '../table/state-item.ts';
import type { Item, Table } from '../table/table.ts';
import { fillPage, type PageRow } from './fill-page.ts';
import type { RowPage } from './merge-newest.ts';
import { SERVERS_SECTION } from './parameters.ts';
import { MAX_RESPONSE_BYTES, ResponseBudget } from './response-budget.ts';
import { iso } from './stream-json.ts';
import { type AppsQuery, type ListSection, type PositionedRow, walkApps } from './walk-apps.ts';

/** The events of a host that are listed. */
const MAX_EVENTS_PER_HOST = 50;
/** The hosts that are asked for at once. The events of each take as large a part of the answer, or are one. */
const HOST_BATCH_SIZE = 10;

/** One page of the media servers that were heard of, by app and host, each with its newest events as far as they fit. */
export async function listServers(table: Table, { apps, limit, before }: AppsQuery, now: number) {
  const section: ListSection = {
    name: SERVERS_SECTION,
    read: (names, count, behind) => readHosts(table, names, count, behind),
    positionOf: hostPosition,
  };
  const { rows, next } = await walkApps([section], apps, limit, before);
  const { page, cursor } = await fillPage(readServers(table, rows, now), next, new ResponseBudget());
  return { servers: page, cursor };
}

/** The rows of the hosts of these apps, by app and host as keys have them. */
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

/** The app and the host of a row, as keys have them. */
const hostPosition = (row: Item): string => `${row.pk?.S?.split('#')[1]}#${positionOfRow(row)}`;

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
  const [app, host] = [appOfPartition(row.pk?.S ?? ''), row.host?.S ?? ''];
  const { items } = await table.query({ ...rowsQuery(hostPartition(app, host), 'event'), Limit: MAX_EVENTS_PER_HOST });
  const listed = items.filter((item) => isUnexpired(item, now)).map(toServerEventJson);
  const fitting = new ResponseBudget(MAX_RESPONSE_BYTES / HOST_BATCH_SIZE).takeWhileFits(listed);
  const events = fitting.length > 0 ? fitting : listed.slice(0, 1);
  return { app, host, lastEvent: events[0] ? { kind: events[0].kind, at: events[0].at } : null, events };
}

function toServerEventJson(row: Item) {
  return {
    kind: row.kind?.S ?? '',
    at: iso(parsePosition(positionOfRow(row)).at),
    receivedAt: iso(numberAttribute(row, 'receivedAt')),
    fields: JSON.parse(row.fields?.S ?? '{}'),
  };
}
