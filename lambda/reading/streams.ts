import type { Status } from '../stream/state.ts';
import { STATUS_INDEX, statusPartition } from '../table/keys.ts';
import { readStateRow } from '../table/state-item.ts';
import type { Item, Table } from '../table/table.ts';
import { fillPage, type PageRow } from './fill-page.ts';
import { mergeNewest, type RowSource } from './merge-newest.ts';
import { readFullRows } from './read-full-rows.ts';
import { ResponseBudget } from './response-budget.ts';
import { type StreamJson, toStreamJson } from './stream-json.ts';
import { type AppsQuery, type ListSection, type PositionedRow, walkApps } from './walk-apps.ts';

/** What a list of streams is asked for. */
export interface StreamsQuery extends AppsQuery {
  /** In the order in which they are listed. */
  readonly statuses: readonly Status[];
}

/** One page of streams, by status, and within each the newest first: of many apps group by group. */
export async function listStreams(table: Table, { apps, statuses, limit, before }: StreamsQuery, now: number) {
  const sections = statuses.map((status) => toSection(table, status));
  const { rows, next } = await walkApps(sections, apps, limit, before);
  const { page, cursor } = await fillPage(readStreams(table, rows, statuses, now), next, new ResponseBudget());
  return { streams: page, cursor };
}

async function* readStreams(
  table: Table,
  rows: readonly PositionedRow[],
  statuses: readonly Status[],
  now: number,
): AsyncGenerator<PageRow<StreamJson>> {
  const latest = new Map(rows.map(({ row }) => [row.pk?.S, row])); // one that changed meanwhile has two
  for await (const { row, item, position } of readFullRows(table, rows)) {
    const stream = item && latest.get(row.pk?.S) === row ? readStreamJson(item, now) : undefined;
    const matches = stream && statuses.includes(stream.status); // it may have changed since the index was asked
    yield { json: matches ? stream : undefined, position };
  }
}

function toSection(table: Table, status: Status): ListSection {
  return {
    name: status,
    read: (apps, limit, behind) => {
      const sources = apps.map((app) => toStatusSource(app, status));
      return mergeNewest(table, sources, limit, behind, statusPositionOf);
    },
    positionOf: statusPositionOf,
  };
}

function toStatusSource(app: string, status: Status): RowSource {
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

const statusPositionOf = (row: Item): string => row.statusPosition?.S ?? '';

function readStreamJson(item: Item, now: number): StreamJson {
  return toStreamJson(item.app?.S ?? '', item.id?.S ?? '', readStateRow(item), now);
}
