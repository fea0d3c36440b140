import { encodeName } from '../stream/names.ts';
import { keyUses, refusalReasons } from '../stream/refusal.ts';
import { rowsQuery } from '../table/queries.ts';
import { encodedAppOf, FURTHER_REFUSALS, positionOfRow, refusalsPartition } from '../table/row-keys.ts';
import { isUnexpired } from '../table/rows/expiry.ts';
import { readRefusalRow } from '../table/rows/refusal-rows.ts';
import type { Item, Table } from '../table/table.ts';
import { fillPage } from './fill-page.ts';
import { mergeNewest, type RowSource } from './merge-newest.ts';
import { type CursorShape, encodedTextPattern } from './parameters.ts';
import { ResponseBudget } from './response-budget.ts';
import { iso } from './stream-json.ts';
import { type AppsQuery, type ListSection, walkApps } from './walk-apps.ts';

const SECTION = 'refusals';

/** Sorts before each character of an encoded name: an id that begins like another one sorts as it does in the table. */
const SEPARATOR = ' ';

/** A position such as `001762084800000#publish#noKey#cam-1 LiveApp`: clock, use, reason, id (or a hash of it, none, or the sign of further ones), app. */
const position = [
  String.raw`\d{15}#(?:${keyUses.join('|')})#(?:${refusalReasons.join('|')})#`,
  String.raw`(?:${encodedTextPattern}{0,600}|=[\w-]{43}|${FURTHER_REFUSALS})${SEPARATOR}${encodedTextPattern}{1,400}`,
].join('');

export const refusalCursor: CursorShape = { sections: [SECTION], position };

/** Lists one page of the refusals, newest first; of many apps group by group. */
export async function listRefusals(table: Table, { apps, limit, before }: AppsQuery, now: number) {
  const section: ListSection = {
    name: SECTION,
    read: (names, count, behind) => mergeNewest(table, names.map(toSource), count, behind, refusalPositionOf),
    positionOf: refusalPositionOf,
  };
  const { rows, next } = await walkApps([section], apps, limit, before);
  const listed = rows.map(({ row, position }) => ({
    json: isUnexpired(row, now) ? toRefusalJson(row) : undefined,
    position,
  }));
  const { page, cursor } = await fillPage(listed, next, new ResponseBudget());
  return { refusals: page, cursor };
}

/** The position of a row over all apps: each may refuse the same stream, for the same reason, in the same minute. */
const refusalPositionOf = (row: Item): string => `${positionOfRow(row)}${SEPARATOR}${encodedAppOf(row)}`;

/** Of equal rows those of the later app come first: an app before that of the position still has its own. */
function toSource(app: string): RowSource {
  return (before) => {
    const [ofRow = '', ofApp = ''] = before?.split(SEPARATOR) ?? [];
    const isStillToCome = encodeName(app) < ofApp;
    const end = before === undefined ? undefined : `${ofRow}${isStillToCome ? SEPARATOR : ''}`;
    return rowsQuery(refusalsPartition(app), 'event', end);
  };
}

/** A refusal, as the read API returns it. */
export type RefusalJson = ReturnType<typeof toRefusalJson>;

function toRefusalJson(row: Item) {
  const { app, id, use, reason, at, count } = readRefusalRow(row);
  return { app, id, use, reason, at: iso(at), count };
}
