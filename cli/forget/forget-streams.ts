import { setTimeout as sleep } from 'node:timers/promises';
import { streamPartition, streamRowClasses } from '../../lambda/table/row-keys.ts';
import { removeExpectation } from './remove-expectation.ts';
import { removeNotifications } from './remove-notifications.ts';
import { type DeletableTable, type RowCounts, removePartition } from './remove-partition.ts';
import { removeRefusals } from './remove-refusals.ts';
import type { StreamName } from './stream-name.ts';

/** The classes of rows that forgetting counts: those of a stream, what is expected of it, its notifications and its refusals. */
export const forgottenClasses = [...streamRowClasses, 'expected', 'notification', 'refusal'] as const;

/** The streams table, and the name of the table with notifications of its streams, where there is one. */
export interface ForgettableTable extends DeletableTable {
  readonly notifications: string | undefined;
}

/** Time limit for the writes of a hook in flight, in ms: a receiver answers within 1.8 s. */
const SETTLE_MS = 2_000;

/** The number of rounds before giving up. */
const MAX_ROUNDS = 6;

/**
 * Removes every row of some streams, what is expected of them, their notifications and their refusals; returns how many rows, by class. A
 * hook in flight may write one row before a round and another after it: so rounds repeat, each once such a hook has ended, until
 * one finds no rows. A later hook then creates a complete stream. Throws when every round finds rows: hooks are still arriving.
 * Refusals are one row each, and are removed once: a publisher who is refused may try again every few seconds.
 */
export async function forgetStreams(
  table: ForgettableTable,
  streams: readonly StreamName[],
  settleMs = SETTLE_MS,
): Promise<RowCounts> {
  const refusal = await removeRefusals(table, streams);
  let removed: RowCounts = refusal === 0 ? {} : { refusal };
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const found = await removeStreams(table, streams);
    if (round > 1 && totalRows(found) === 0) return removed;
    removed = addCounts(removed, found);
    await sleep(settleMs);
  }
  throw new Error(
    `Hooks are still arriving: ${totalRows(removed)} rows were removed, and what was written meanwhile may be incomplete. End the stream, or revoke the token of its webhook URL, then forget it again.`,
  );
}

/** Returns the number of rows of all classes. */
export const totalRows = (counts: RowCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** The streams' own rows go last: after an interruption they can be forgotten again. */
async function removeStreams(table: ForgettableTable, streams: readonly StreamName[]): Promise<RowCounts> {
  let removed = await countNotifications(table, streams);
  for (const stream of streams) {
    if ((await removeExpectation(table, stream)) !== undefined) removed = addCounts(removed, { expected: 1 });
    removed = addCounts(removed, await removePartition(table, streamPartition(stream.app, stream.id)));
  }
  return removed;
}

async function countNotifications(
  { client, notifications }: ForgettableTable,
  streams: readonly StreamName[],
): Promise<RowCounts> {
  if (notifications === undefined) return {};
  const count = await removeNotifications({ client, name: notifications }, streams);
  return count === 0 ? {} : { notification: count };
}

function addCounts(a: RowCounts, b: RowCounts): RowCounts {
  const classes = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...classes].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));
}
