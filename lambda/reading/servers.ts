import { isListed, rowPosition, rowsQuery } from '../table/history.ts';
import { hostPartition, hostsPartition, readPosition } from '../table/keys.ts';
import { numberIn } from '../table/state-item.ts';
import type { Item, Table } from '../table/table.ts';
import { fitting, MAX_ANSWER } from './newest.ts';
import { allRows } from './rows.ts';
import { iso } from './stream-json.ts';

const NEWEST = 50;

/** The media servers that were heard of, each with its newest events; fewer when together they would not fit an answer. */
export async function listServers(table: Table, apps: readonly string[], now: number) {
  const hosts = (await Promise.all(apps.map((app) => hostsOf(table, app, now)))).flat();
  const room = MAX_ANSWER / Math.max(1, hosts.length);
  return { servers: await Promise.all(hosts.map(({ app, host }) => serverJson(table, app, host, now, room))) };
}

async function hostsOf(table: Table, app: string, now: number): Promise<{ app: string; host: string }[]> {
  const rows = await allRows(table, hostsPartition(app), 'host');
  return rows.filter((row) => isListed(row, now)).map((row) => ({ app, host: row.host?.S ?? '' }));
}

async function serverJson(table: Table, app: string, host: string, now: number, room: number) {
  const { items } = await table.query({ ...rowsQuery(hostPartition(app, host), 'event'), Limit: NEWEST });
  const rows = items.filter((item) => isListed(item, now));
  const events = fitting(rows, (row) => row, room).map(eventJson);
  return { app, host, lastEvent: events[0] ? { kind: events[0].kind, at: events[0].at } : null, events };
}

function eventJson(row: Item) {
  return {
    kind: row.kind?.S ?? '',
    at: iso(readPosition(rowPosition(row)).at),
    receivedAt: iso(numberIn(row, 'receivedAt')),
    fields: JSON.parse(row.fields?.S ?? '{}'),
  };
}
