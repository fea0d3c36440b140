import { rowsQuery } from '../table/queries.ts';
import { positionOfRow, quarantinePartition } from '../table/row-keys.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import { readQuarantineRow } from '../table/rows/quarantine-row.ts';
import type { Item, Table } from '../table/table.ts';
import { fillPage, type PageRow } from './fill-page.ts';
import { mergeNewest, type RowSource } from './merge-newest.ts';
import { type CursorShape, rowPositionPattern } from './parameters.ts';
import { readFullRows } from './read-full-rows.ts';
import { ResponseBudget } from './response-budget.ts';
import { iso } from './stream-json.ts';
import { type AppsQuery, type ListSection, type PositionedRow, walkApps } from './walk-apps.ts';

const SECTION = 'quarantine';

export const quarantineCursor: CursorShape = { sections: [SECTION], position: rowPositionPattern };

/** Lists one page of the bodies that could not be read, newest first; of many apps group by group. */
export async function listQuarantine(table: Table, { apps, limit, before }: AppsQuery, now: number) {
  const section: ListSection = {
    name: SECTION,
    read: (names, count, behind) => mergeNewest(table, names.map(toSource), count, behind),
    positionOf: positionOfRow,
  };
  const { rows, next } = await walkApps([section], apps, limit, before);
  const { page, cursor } = await fillPage(readBodies(table, rows, now), next, new ResponseBudget());
  return { quarantine: page, cursor };
}

/** Reads only keys: each of a hundred apps may have 1 MB of bodies, most of them not on the page. */
const toSource =
  (app: string): RowSource =>
  (before) => ({ ...rowsQuery(quarantinePartition(app), 'event', before), ProjectionExpression: 'pk, sk' });

async function* readBodies(
  table: Table,
  rows: readonly PositionedRow[],
  now: number,
): AsyncGenerator<PageRow<QuarantinedJson>> {
  for await (const { item, position } of readFullRows(table, rows))
    yield { json: item && isUnexpired(item, now) ? toQuarantinedJson(item) : undefined, position };
}

type QuarantinedJson = ReturnType<typeof toQuarantinedJson>;

function toQuarantinedJson(row: Item) {
  const { app, receivedAt, reason, body } = readQuarantineRow(row);
  return { app, receivedAt: iso(receivedAt), reason, body };
}
