import type { Status } from '../stream/state.ts';
import { STATUS_INDEX, statusPartition } from '../table/keys.ts';
import { readStateItem } from '../table/state-item.ts';
import type { Item, Table } from '../table/table.ts';
import { AnswerBudget } from './answer-budget.ts';
import { fillPage, type PageRow } from './fill-page.ts';
import { mergeNewest, type Source } from './merge-newest.ts';
import { readPlaced } from './read-placed.ts';
import { type StreamJson, streamJson } from './stream-json.ts';
import { type AppsQuery, type Lane, type Placed, walkApps } from './walk-apps.ts';

/** What a list of streams is asked for. */
export interface StreamsQuery extends AppsQuery {
  /** In the order in which they are listed. */
  readonly statuses: readonly Status[];
}

/** One page of streams, by status, and within each the newest first: of many apps group by group. */
export async function listStreams(table: Table, { apps, statuses, limit, before }: StreamsQuery, now: number) {
  const lanes = statuses.map((status) => laneOf(table, status));
  const { rows, next } = await walkApps(lanes, apps, limit, before);
  const { page, cursor } = await fillPage(streamsOf(table, rows, statuses, now), next, new AnswerBudget());
  return { streams: page, cursor };
}

async function* streamsOf(
  table: Table,
  rows: readonly Placed[],
  statuses: readonly Status[],
  now: number,
): AsyncGenerator<PageRow<StreamJson>> {
  const latest = new Map(rows.map(({ row }) => [row.pk?.S, row])); // one that changed meanwhile has two
  for await (const { row, item, position } of readPlaced(table, rows)) {
    const stream = item && latest.get(row.pk?.S) === row ? streamOf(item, now) : undefined;
    const isWanted = stream && statuses.includes(stream.status); // it may have changed since the index was asked
    yield { json: isWanted ? stream : undefined, position };
  }
}

function laneOf(table: Table, status: Status): Lane {
  return {
    name: status,
    read: (apps, limit, behind) => {
      const sources = apps.map((app) => ofStatus(app, status));
      return mergeNewest(table, sources, limit, behind, indexPosition);
    },
    positionOf: indexPosition,
  };
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

function streamOf(item: Item, now: number): StreamJson {
  return streamJson(item.app?.S ?? '', item.id?.S ?? '', readStateItem(item), now);
}
