import { rowsQuery } from '../table/history.ts';
import { quarantinePartition } from '../table/keys.ts';
import { numberIn } from '../table/state-item.ts';
import type { Item, Table } from '../table/table.ts';
import { listedPage } from './newest.ts';
import { iso } from './stream-json.ts';

/** One page of the bodies that could not be read, newest first. */
export async function listQuarantine(
  table: Table,
  apps: readonly string[],
  limit: number,
  before: string | undefined,
  now: number,
) {
  const sources = apps.map((app) => (from?: string) => rowsQuery(quarantinePartition(app), 'event', from));
  const { rows, cursor } = await listedPage(table, sources, limit, before, now);
  return { quarantine: rows.map(quarantinedJson), cursor };
}

function quarantinedJson(row: Item) {
  return {
    app: row.app?.S ?? '',
    receivedAt: iso(numberIn(row, 'receivedAt')),
    reason: row.reason?.S ?? '',
    body: row.body?.S ?? '',
  };
}
