import { number, readBoolean, readJson, readNumber, readText, text } from '../attributes.ts';
import { expectedKey } from '../keys.ts';
import type { Item, Query, Update } from '../table.ts';

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
  /** It became missing, and has not been live since. */
  readonly isMissing?: true;
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
    UpdateExpression: 'SET #app = :app, #id = :id, #grace = :grace, #addedAt = if_not_exists(#addedAt, :addedAt)',
    ExpressionAttributeNames: { '#app': 'app', '#id': 'id', '#grace': 'grace', '#addedAt': 'addedAt' },
    ExpressionAttributeValues: {
      ':app': text(app),
      ':id': text(id),
      ':grace': number(grace),
      ':addedAt': number(addedAt),
    },
  };
}

/** Sets what is known of an expected stream, unless it was removed or another sweep has written it meanwhile. */
export function knownUpdate({ known, addedAt }: ExpectedStream, { state, since }: Expectation): Update {
  const conditions =
    known === undefined ? ['attribute_not_exists(#since)'] : ['#state = :before', '#since = :beforeSince'];
  return {
    UpdateExpression: 'SET #state = :state, #since = :since',
    ConditionExpression: ['#addedAt = :addedAt', ...conditions].join(' AND '),
    ExpressionAttributeNames: { '#addedAt': 'addedAt', '#state': 'state', '#since': 'since' },
    ExpressionAttributeValues: {
      ':addedAt': number(addedAt),
      ':state': text(state),
      ':since': number(since),
      ...(known && { ':before': text(known.state), ':beforeSince': number(known.since) }),
    },
  };
}

/** Returns the query for one expected stream: forgetting may query the table, but not get single items. */
export function expectedRowQuery(app: string, id: string): Query {
  const { pk = text(''), sk = text('') } = expectedKey(app, id);
  return { KeyConditionExpression: 'pk = :pk AND sk = :sk', ExpressionAttributeValues: { ':pk': pk, ':sk': sk } };
}
