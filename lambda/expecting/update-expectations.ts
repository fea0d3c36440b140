import type { AnnouncedStream } from '../announcing/announcement.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { expectedKey } from '../table/row-keys.ts';
import {
  becomesMissingOrBack,
  type Expectation,
  type ExpectedStream,
  knownUpdate,
} from '../table/rows/expected-row.ts';
import type { StoredState } from '../table/rows/state-row.ts';
import type { Table } from '../table/table.ts';
import { expectationOf } from './expectation.ts';
import { readDescriptions } from './read-descriptions.ts';
import { readExpected, readStates } from './read-expected.ts';

/** Writes at once. */
const CONCURRENCY = 50;

/**
 * Decides of each expected stream whether it is live, stores what has changed, and returns those that are missing. `stateOf` returns the states that were read already, the others are read here.
 * Costs one query when nothing is expected, or nothing has changed and all states were read. Two at once, or one that throws
 * because the table does not answer, are harmless: a row that was removed, or written by another sweep meanwhile, stays as
 * it is.
 */
export async function updateExpectations(
  table: Table,
  stateOf: (app: string, id: string) => StoredState | undefined,
  now: number,
): Promise<ExpectedStream[]> {
  const evaluated = await evaluateAll(table, stateOf, now);
  const changed = evaluated.filter(hasChanged);
  const announced = changed.filter(isAnnounced).map(({ expected }) => expected);
  const descriptions = await readDescriptions(table, announced);
  await mapConcurrently(changed, CONCURRENCY, (one) => store(table, one, descriptions.get(one.expected)));
  return evaluated.filter(({ expectation }) => expectation.state === 'missing').map(({ expected }) => expected);
}

interface Evaluated {
  readonly expected: ExpectedStream;
  readonly expectation: Expectation;
}

async function evaluateAll(
  table: Table,
  stateOf: (app: string, id: string) => StoredState | undefined,
  now: number,
): Promise<Evaluated[]> {
  const evaluated: Evaluated[] = [];
  const unread: ExpectedStream[] = [];
  for (const expected of await readExpected(table)) {
    const stored = stateOf(expected.app, expected.id);
    if (stored === undefined) unread.push(expected);
    else evaluated.push({ expected, expectation: expectationOf(expected, stored, now) });
  }
  for await (const [expected, stored] of readStates(table, unread))
    evaluated.push({ expected, expectation: expectationOf(expected, stored, now) });
  return evaluated;
}

/** Whether the row is to be written: a mark of its latest write is removed, with what makes the row larger. */
const hasChanged = (one: Evaluated): boolean =>
  !isEqual(one.expected.known, one.expectation) || isAnnounced(one) || one.expected.isMarked === true;

const isAnnounced = ({ expected, expectation }: Evaluated): boolean => becomesMissingOrBack(expected, expectation);

const isEqual = (known: Expectation | undefined, { state, since }: Expectation): boolean =>
  known?.state === state && known.since === since;

const store = (table: Table, { expected, expectation }: Evaluated, description?: AnnouncedStream): Promise<boolean> =>
  table.update(expectedKey(expected.app, expected.id), knownUpdate(expected, expectation, description));
