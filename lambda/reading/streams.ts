import type { Status } from '../stream/state.ts';
import { STATUS_INDEX, statusPartition } from '../table/keys.ts';
import { readStateItem } from '../table/state-item.ts';
import type { Item, Table } from '../table/table.ts';
import { getAll } from './get-all.ts';
import { fitting, newestOf, type Source } from './newest.ts';
import { cursorOf } from './parameters.ts';
import { type StreamJson, streamJson } from './stream-json.ts';

/** What a list of streams is asked for. */
export interface StreamsQuery {
  readonly apps: readonly string[];
  /** In the order in which they are listed. */
  readonly statuses: readonly Status[];
  readonly limit: number;
  /** The cursor of the page before: a status, and a position among its streams. */
  readonly before: string | undefined;
}

/** One page of streams, by status, and within each the newest first. */
export async function listStreams(table: Table, query: StreamsQuery, now: number) {
  const places = await placesOf(table, query);
  const wanted = places.slice(0, query.limit);
  const latest = new Map(wanted.map((place) => [place.key.pk?.S, place])); // one that changed meanwhile has two
  const keys = [...latest.values()].map(({ key }) => key);
  const items = new Map((await getAll(table, keys)).map((item) => [item.pk?.S, item]));
  const page = fitting(wanted, ({ key }) => items.get(key.pk?.S) ?? {});
  const last = page.at(-1);
  const streams: StreamJson[] = [];
  for (const place of page) {
    const { pk } = place.key;
    const item = latest.get(pk?.S) === place ? items.get(pk?.S) : undefined;
    const stream = item && streamOf(item, now);
    if (stream && query.statuses.includes(stream.status)) streams.push(stream); // it may have changed since the index was asked
  }
  return { streams, cursor: last && places.length > page.length ? cursorOf(`${last.status}#${last.position}`) : null };
}

interface Place {
  readonly status: Status;
  readonly position: string;
  readonly key: Item;
}

/** Where the streams of a page are, and of one more: it tells whether there is a next page. */
async function placesOf(table: Table, { apps, statuses, limit, before = '' }: StreamsQuery): Promise<Place[]> {
  const [resumed = '', ...position] = before.split('#');
  const from = (statuses as readonly string[]).indexOf(resumed); // a cursor is of one of them, or there is none
  const places: Place[] = [];
  for (const status of statuses.slice(Math.max(0, from))) {
    const sources = apps.map((app) => ofStatus(app, status));
    const behind = status === resumed ? position.join('#') : undefined;
    const { rows } = await newestOf(table, sources, limit + 1 - places.length, behind, indexPosition);
    places.push(...rows.map((row) => ({ status, position: indexPosition(row), key: keyOf(row) })));
    if (places.length > limit) break;
  }
  return places;
}

function ofStatus(app: string, status: Status): Source {
  return (before) => ({
    IndexName: STATUS_INDEX,
    ScanIndexForward: false,
    KeyConditionExpression:
      before === undefined ? 'statusKey = :status' : 'statusKey = :status AND statusPosition < :before',
    ExpressionAttributeValues: {
      ':status': { S: statusPartition(app, status) },
      ...(before !== undefined && { ':before': { S: before } }),
    },
  });
}

const indexPosition = (row: Item): string => row.statusPosition?.S ?? '';

const keyOf = ({ pk = { S: '' }, sk = { S: '' } }: Item): Item => ({ pk, sk });

function streamOf(item: Item, now: number): StreamJson {
  return streamJson(item.app?.S ?? '', item.id?.S ?? '', readStateItem(item), now);
}
