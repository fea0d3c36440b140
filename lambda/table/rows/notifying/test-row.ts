import type { DeliveryOutcome } from '../../../notifying/notification.ts';
import { json, number, readJson, readNumber, readText, text } from '../../attributes.ts';
import { ExpressionBuilder } from '../../expression-builder.ts';
import type { Item, Update } from '../../table.ts';
import { expiry } from '../expiry.ts';
import { testKey } from './notification-keys.ts';

/** A test that somebody waits for: a message to a recipient; `requestedAt` is in ms since the epoch. */
export interface TestRequest {
  readonly id: string;
  readonly recipient: string;
  readonly requestedAt: number;
}

/** In ms. */
const TEST_TTL_MS = 3_600_000;

export const toTestRow = ({ id, recipient, requestedAt }: TestRequest): Item => ({
  ...testKey(id),
  recipient: text(recipient),
  requestedAt: number(requestedAt),
  expiresAt: expiry(requestedAt + TEST_TTL_MS),
});

export const readTestRow = (row: Item): TestRequest => ({
  id: readText(row, 'sk'),
  recipient: readText(row, 'recipient'),
  requestedAt: readNumber(row, 'requestedAt') ?? 0,
});

/** Reads what came of a test; undefined until it was tried. */
export const readTestOutcome = (row: Item): DeliveryOutcome | undefined =>
  readText(row, 'outcome') === '' ? undefined : readJson<DeliveryOutcome>(row, 'outcome');

/** Records what came of a test, whether or not its request has a row. */
export function outcomeUpdate(outcome: DeliveryOutcome, now: number): Update {
  return new ExpressionBuilder().buildUpdate({
    attributes: { outcome: json(outcome), expiresAt: expiry(now + TEST_TTL_MS) },
    conditions: [],
  });
}
