import type { EventEnvelope } from '../../stream/event.ts';
import { number, readNumber } from '../attributes.ts';
import { firstCopyKey } from '../row-keys.ts';
import type { Item } from '../table.ts';
import { historyExpiry } from './expiry.ts';

/** When the first copy of an event was received, and its clock; in ms since the epoch. */
interface FirstCopy {
  readonly receivedAt: number;
  readonly at: number;
}

export function toFirstCopyRow(partition: string, event: EventEnvelope & FirstCopy, historyDays: number): Item {
  return {
    ...firstCopyKey(partition, event.idempotencyKey),
    receivedAt: number(event.receivedAt),
    at: number(event.at),
    expiresAt: historyExpiry(event.receivedAt, historyDays),
  };
}

/** Undefined when there is no such row. */
export function readFirstCopyRow(row: Item = {}): FirstCopy | undefined {
  const [receivedAt, at] = [readNumber(row, 'receivedAt'), readNumber(row, 'at')];
  return receivedAt === null || at === null ? undefined : { receivedAt, at };
}
