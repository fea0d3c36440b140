import { expectationOf } from '../expecting/expectation.ts';
import { readExpected, readStates } from '../expecting/read-expected.ts';
import { cutText } from '../hook/cut.ts';
import type { ExpectedStream } from '../table/rows/expected-row.ts';
import type { StoredState } from '../table/rows/state-row.ts';
import type { Table } from '../table/table.ts';
import { ResponseBudget } from './response-budget.ts';
import { iso } from './stream-json.ts';

/** For a name, in bytes of JSON; a longer one is cut. So the most that may be expected fit one response, whatever their ids. */
const MAX_NAME_BYTES = 1_000;

export type ExpectedJson = ReturnType<typeof toExpectedJson>;

/** Lists the expected streams that a token may see, by app and id, as of a time (ms since the epoch). */
export async function listExpected(table: Table, canSee: (app: string, id: string) => boolean, now: number) {
  const visible = (await readExpected(table)).filter(({ app, id }) => canSee(app, id)).sort(byAppAndId);
  const expected: ExpectedJson[] = [];
  for await (const [stream, stored] of readStates(table, visible)) expected.push(toExpectedJson(stream, stored, now));
  return { expected: new ResponseBudget().takeWhileFits(expected) };
}

/** Sorts by app, then by id. */
export const byAppAndId = (a: ExpectedStream, b: ExpectedStream): number =>
  compare(a.app, b.app) || compare(a.id, b.id);

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Returns an expected stream as the API shows it at a time (ms since the epoch). */
export function toExpectedJson(expected: ExpectedStream, stored: StoredState | undefined, now: number) {
  const { app, id, grace } = expected;
  const { state, since } = expectationOf(expected, stored, now);
  const name = stored?.state.registers.name?.value;
  return { app, id, name: name === undefined ? null : cutText(name, MAX_NAME_BYTES), grace, state, since: iso(since) };
}
