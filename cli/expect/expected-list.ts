import { readExpected, readStates } from '../../lambda/expecting/read-expected.ts';
import { byAppAndId, type ExpectedJson, toExpectedJson } from '../../lambda/reading/expected.ts';
import type { ExpectedStream } from '../../lambda/table/rows/expected-row.ts';
import type { StoredState } from '../../lambda/table/rows/state-row.ts';
import type { Table } from '../../lambda/table/table.ts';

/** An expected stream as the read API has it, and when it was added (ISO 8601). */
export type ListedExpected = ExpectedJson & { readonly addedAt: string };

/** Reads all expected streams, by app and id, as of a time (ms since the epoch). */
export async function readExpectedList(table: Table, now: number): Promise<ListedExpected[]> {
  const all = (await readExpected(table)).sort(byAppAndId);
  const listed: ListedExpected[] = [];
  for await (const [stream, stored] of readStates(table, all)) listed.push(toListed(stream, stored, now));
  return listed;
}

/** Returns an expected stream as of a time (ms since the epoch). */
export function toListed(stream: ExpectedStream, stored: StoredState | undefined, now: number): ListedExpected {
  return { ...toExpectedJson(stream, stored, now), addedAt: new Date(stream.addedAt).toISOString() };
}
