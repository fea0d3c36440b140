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
import { expectedKey } from '../keys.ts';
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
  const assignments = toAssignments({
    state: text(expectation.state),
    since: number(expectation.since),
    isMissing: isMissingAfter(expected, expectation) ? boolean(true) : null,
    stream: isAnnounced && description !== undefined ? json(description) : null,
    ...(isAnnounced ? movedMark : { [MOVED]: null }),
  });
  const conditions =
    known === undefined ? ['attribute_not_exists(#since)'] : ['#state = :before', '#since = :beforeSince'];
  return {
    UpdateExpression: assignments.expression,
    ConditionExpression: ['#addedAt = :addedAt', ...conditions].join(' AND '),
    ExpressionAttributeNames: { '#addedAt': 'addedAt', ...assignments.names },
    ExpressionAttributeValues: {
      ':addedAt': number(addedAt),
      ...assignments.values,
      ...(known && { ':before': text(known.state), ':beforeSince': number(known.since) }),
    },
  };
}

/** Returns the expression that sets attributes, and removes those that are null, with its names and values. */
function toAssignments(attributes: Readonly<Record<string, AttributeValue | null>>) {
  const entries = Object.entries(attributes);
  const set = entries.filter((entry): entry is [string, AttributeValue] => entry[1] !== null);
  const sets = set.map(([name]) => `#${name} = :${name}`).join(', ');
  const removes = entries.filter(([, value]) => value === null).map(([name]) => `#${name}`);
  return {
    expression: removes.length === 0 ? `SET ${sets}` : `SET ${sets} REMOVE ${removes.join(', ')}`,
    names: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
  };
}

/** Returns the query for one expected stream: forgetting may query the table, but not get single items. */
export function expectedRowQuery(app: string, id: string): Query {
  const { pk = text(''), sk = text('') } = expectedKey(app, id);
  return { KeyConditionExpression: 'pk = :pk AND sk = :sk', ExpressionAttributeValues: { ':pk': pk, ':sk': sk } };
}
