import type { UnreadableHook } from '../../stream/event.ts';
import { hasAttribute, number, readNumber, readText, text } from '../attributes.ts';
import { appOfRow, parsePosition, positionOfRow, quarantinePartition, rowKey, toPosition } from '../row-keys.ts';
import type { Item } from '../table.ts';
import { historyExpiry } from './expiry.ts';

/** The row of a body that could not be read. */
export function toQuarantineRow(hook: UnreadableHook, historyDays: number): Item {
  return {
    ...rowKey(quarantinePartition(hook.app), 'event', toPosition(hook.receivedAt, hook.idempotencyKey)),
    app: text(hook.app), // read by 0.2.0, after a rollback
    identityOfBytes: text(hook.idempotencyKeyOfBytes),
    receivedAt: number(hook.receivedAt),
    reason: text(hook.reason),
    body: text(hook.body),
    ...(hook.address !== undefined && { address: text(hook.address) }),
    expiresAt: historyExpiry(hook.receivedAt, historyDays),
  };
}

/** Reads a quarantined body. Rows of 0.1.0 have no `identityOfBytes` and no address: one key serves as both. */
export function readQuarantineRow(row: Item) {
  const { idempotencyKey } = parsePosition(positionOfRow(row));
  return {
    app: appOfRow(row),
    idempotencyKey,
    idempotencyKeyOfBytes: readText(row, 'identityOfBytes') || idempotencyKey,
    receivedAt: readNumber(row, 'receivedAt'),
    reason: readText(row, 'reason'),
    body: readText(row, 'body'),
    ...(hasAttribute(row, 'address') && { address: readText(row, 'address') }),
  };
}

export const isQuarantineRow = (row: Item): boolean => hasAttribute(row, 'body');
