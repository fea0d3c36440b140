import { isListed, rowPosition, rowsQuery } from '../table/history.ts';
import { quarantinePartition } from '../table/keys.ts';
import { numberIn } from '../table/state-item.ts';
import type { Item, Table } from '../table/table.ts';
import { AnswerBudget } from './answer-budget.ts';
import { fillPage, type PageRow } from './fill-page.ts';
import { mergeNewest, type Source } from './merge-newest.ts';
import { QUARANTINE_LANE } from './parameters.ts';
import { readPlaced } from './read-placed.ts';
import { iso } from './stream-json.ts';
import { type AppsQuery, type Lane, type Placed, walkApps } from './walk-apps.ts';

/** One page of the bodies that could not be read, newest first: of many apps group by group. */
export async function listQuarantine(table: Table, { apps, limit, before }: AppsQuery, now: number) {
  const lane: Lane = {
    name: QUARANTINE_LANE,
    read: (names, count, behind) => mergeNewest(table, names.map(sourceOf), count, behind),
    positionOf: rowPosition,
  };
  const { rows, next } = await walkApps([lane], apps, limit, before);
  const { page, cursor } = await fillPage(bodiesOf(table, rows, now), next, new AnswerBudget());
  return { quarantine: page, cursor };
}

/** Keys alone: of a hundred apps each may have 1 MB of bodies, most of which are not on the page. */
const sourceOf =
  (app: string): Source =>
  (before) => ({ ...rowsQuery(quarantinePartition(app), 'event', before), ProjectionExpression: 'pk, sk' });

async function* bodiesOf(table: Table, rows: readonly Placed[], now: number): AsyncGenerator<PageRow<QuarantinedJson>> {
  for await (const { item, position } of readPlaced(table, rows))
    yield { json: item && isListed(item, now) ? quarantinedJson(item) : undefined, position };
}

type QuarantinedJson = ReturnType<typeof quarantinedJson>;

function quarantinedJson(row: Item) {
  return {
    app: row.app?.S ?? '',
    receivedAt: iso(numberIn(row, 'receivedAt')),
    reason: row.reason?.S ?? '',
    body: row.body?.S ?? '',
  };
}
