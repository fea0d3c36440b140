import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  boolean,
  hasAttribute,
  json,
  number,
  readBoolean,
  readJson,
  readNumber,
  readText,
  text,
} from '../attributes.ts';
import { ExpressionBuilder } from '../expression-builder.ts';
import { expectedKey } from '../row-keys.ts';
import type { Item, Query, Update } from '../table.ts';
import { MOVED, movedMark } from './state-row.ts';

/** `waiting`: not live, but not yet for longer than the grace. */
export type ExpectedState = 'live' | 'waiting' | 'missing';

/** The state of an expected stream, and since when (ms since the epoch). */
export interface Expectation {
  readonly state: ExpectedState;
  /** Of a live stream, when it came back; of another one, when it was last live, or was added if it never was. */
  readonly since: number;
}

/** A stream that should be live. */
export interface ExpectedStream {
  readonly app: string;
  readonly id: string;
  /** For how long it may be not live before it is missing, in seconds. */
  readonly grace: number;
  /** In ms since the epoch. */
  readonly addedAt: number;
  /** As of the latest sweep; absent before the first. */
  readonly known?: Expectation;
  /** Whether it became missing, and has not been live since. */
  readonly isMissing?: true;
  /** Whether its latest write is announced. The next one removes the mark, and what describes the stream. */
  readonly isMarked?: true;
}

export function readExpectedRow(row: Item): ExpectedStream {
  const since = readNumber(row, 'since');
  return {
    app: readText(row, 'app'),
    id: readText(row, 'id'),
    grace: readNumber(row, 'grace') ?? 0,
    addedAt: readNumber(row, 'addedAt') ?? 0,
    ...(since !== null && { known: { state: readState(row), since } }),
    ...(readBoolean(row, 'isMissing') && { isMissing: true }),
    ...(hasAttribute(row, MOVED) && { isMarked: true }),
  };
}

/** Returns what the sweep knew of the stream when it became missing or came back, as JSON; an empty object otherwise. */
export const readExpectedDescription = <T>(row: Item): Partial<T> => readJson<Partial<T>>(row, 'stream');

/** The row was written by `knownUpdate`: it has one of these. */
function readState(row: Item): ExpectedState {
  const state = readText(row, 'state');
  return state === 'live' || state === 'missing' ? state : 'waiting';
}

/** Adds an expected stream, or changes the grace of one and keeps what is known of it. */
export function expectUpdate({ app, id, grace, addedAt }: ExpectedStream): Update {
  return {
    UpdateExpression:
      'SET #app = :app, #id = :id, #grace = :grace, #addedAt = if_not_exists(#addedAt, :addedAt) REMOVE #moved, #stream',
    ExpressionAttributeNames: {
      ...{ '#app': 'app', '#id': 'id', '#grace': 'grace', '#addedAt': 'addedAt' },
      ...{ '#moved': MOVED, '#stream': 'stream' },
    },
    ExpressionAttributeValues: {
      ':app': text(app),
      ':id': text(id),
      ':grace': number(grace),
      ':addedAt': number(addedAt),
    },
  };
}

/**
 * Returns whether a stream became missing and has not been live since, once this is known of it. One that waits was live only
 * between two sweeps, or not at all.
 */
export const isMissingAfter = ({ isMissing }: ExpectedStream, { state }: Expectation): boolean =>
  state === 'waiting' ? isMissing === true : state === 'missing';

/** Whether a stream becomes missing, or comes back, once this is known of it: that is announced. */
export const becomesMissingOrBack = (expected: ExpectedStream, expectation: Expectation): boolean =>
  isMissingAfter(expected, expectation) !== (expected.isMissing ?? false);

/**
 * Sets what is known of an expected stream, unless it was removed or another sweep has written it meanwhile. A change that is
 * announced is marked, and has with it what describes the stream: the announcer may not read the table.
 */
export function knownUpdate(expected: ExpectedStream, expectation: Expectation, description?: object): Update {
  const { known, addedAt } = expected;
  const isAnnounced = becomesMissingOrBack(expected, expectation);
  const expression = new ExpressionBuilder();
  const isValue = (name: string, as: string, value: AttributeValue) =>
    `${expression.name(name)} = ${expression.value(as, value)}`;
  const unchanged =
    known === undefined
      ? [`attribute_not_exists(${expression.name('since')})`]
      : [isValue('state', 'before', text(known.state)), isValue('since', 'beforeSince', number(known.since))];
  return expression.buildUpdate({
    attributes: {
      state: text(expectation.state),
      since: number(expectation.since),
      isMissing: isMissingAfter(expected, expectation) ? boolean(true) : null,
      stream: isAnnounced && description !== undefined ? json(description) : null,
      ...(isAnnounced ? movedMark : { [MOVED]: null }),
    },
    conditions: [isValue('addedAt', 'addedAt', number(addedAt)), ...unchanged],
  });
}

/** Returns the query for one expected stream: forgetting may query the table, but not get single items. */
export function expectedRowQuery(app: string, id: string): Query {
  const { pk = text(''), sk = text('') } = expectedKey(app, id);
  return { KeyConditionExpression: 'pk = :pk AND sk = :sk', ExpressionAttributeValues: { ':pk': pk, ':sk': sk } };
}
