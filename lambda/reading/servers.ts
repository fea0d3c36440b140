import { encoded } from '../stream/names.ts';
import { isListed, rowPosition, rowsQuery } from '../table/history.ts';
import { appOfPartition, hostPartition, hostsPartition, readPosition } from '../table/keys.ts';
import { namesQuery } from '../table/names-query.ts';
import { numberIn } from '../table/state-item.ts';
import type { Item, Table } from '../table/table.ts';
import { AnswerBudget, MAX_ANSWER_BYTES } from './answer-budget.ts';
import { fillPage, type PageRow } from './fill-page.ts';
import type { Rows } from './merge-newest.ts';
import { SERVERS_LANE } from './parameters.ts';
import { iso } from './stream-json.ts';
import { type AppsQuery, type Lane, type Placed, walkApps } from './walk-apps.ts';

/** The events of a host that are listed. */
const MAX_EVENTS = 50;
/** The hosts that are asked for at once. The events of each take as large a part of the answer, or are one. */
const AT_ONCE = 10;

/** One page of the media servers that were heard of, by app and host, each with its newest events as far as they fit. */
export async function listServers(table: Table, { apps, limit, before }: AppsQuery, now: number) {
  const lane: Lane = {
    name: SERVERS_LANE,
    read: (names, count, behind) => readHosts(table, names, count, behind),
    positionOf: hostPosition,
  };
  const { rows, next } = await walkApps([lane], apps, limit, before);
  const { page, cursor } = await fillPage(serversOf(table, rows, now), next, new AnswerBudget());
  return { servers: page, cursor };
}

/** The rows of the hosts of these apps, by app and host as keys have them. */
async function readHosts(table: Table, apps: readonly string[], limit: number, behind = '#'): Promise<Rows> {
  const [ofApp = '', host = ''] = behind.split('#');
  const pages = await Promise.all(
    apps
      .filter((app) => encoded(app) >= ofApp)
      .map((app) => {
        const query = namesQuery(hostsPartition(app), 'host', encoded(app) === ofApp ? host : '');
        return table.query({ ...query, Limit: limit });
      }),
  );
  const rows = pages.flatMap(({ items }) => items);
  return { rows: rows.slice(0, limit), more: rows.length > limit || pages.some(({ more }) => more) };
}

/** The app and the host of a row, as keys have them. */
const hostPosition = (row: Item): string => `${row.pk?.S?.split('#')[1]}#${rowPosition(row)}`;

async function* serversOf(table: Table, hosts: readonly Placed[], now: number): AsyncGenerator<PageRow<ServerJson>> {
  for (let from = 0; from < hosts.length; from += AT_ONCE) {
    const some = hosts.slice(from, from + AT_ONCE);
    yield* await Promise.all(
      some.map(async ({ row, position }) => {
        return { json: isListed(row, now) ? await serverJson(table, row, now) : undefined, position };
      }),
    );
  }
}

type ServerJson = Awaited<ReturnType<typeof serverJson>>;

async function serverJson(table: Table, row: Item, now: number) {
  const [app, host] = [appOfPartition(row.pk?.S ?? ''), row.host?.S ?? ''];
  const { items } = await table.query({ ...rowsQuery(hostPartition(app, host), 'event'), Limit: MAX_EVENTS });
  const listed = items.filter((item) => isListed(item, now)).map(eventJson);
  const fitting = new AnswerBudget(MAX_ANSWER_BYTES / AT_ONCE).takeWhileFits(listed);
  const events = fitting.length > 0 ? fitting : listed.slice(0, 1);
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
