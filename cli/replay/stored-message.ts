import { type Message, parseAndMask } from '../../lambda/hook/message.ts';
import { readEventRow } from '../../lambda/table/rows/event-row.ts';
import { isQuarantineRow, readQuarantineRow } from '../../lambda/table/rows/quarantine-row.ts';
import type { Item } from '../../lambda/table/table.ts';

/** Reads the message that a row was made of: the fields of an event, or a quarantined body, which is parsed again. */
export function readStoredMessage(row: Item): Message {
  return isQuarantineRow(row) ? fromQuarantine(readQuarantineRow(row)) : fromEvent(readEventRow(row));
}

function fromEvent({ app, receivedAt, idempotencyKey, fields }: ReturnType<typeof readEventRow>): Message {
  const identities = { ofRequest: idempotencyKey, ofBytes: idempotencyKey };
  return { app, receivedAt: receivedAt ?? 0, identities, said: { fields, encoding: 'json' } };
}

function fromQuarantine(row: ReturnType<typeof readQuarantineRow>): Message {
  const { app, receivedAt, address, idempotencyKey, idempotencyKeyOfBytes, body } = row;
  return {
    app,
    receivedAt: receivedAt ?? 0,
    ...(address !== undefined && { address }),
    identities: { ofRequest: idempotencyKey, ofBytes: idempotencyKeyOfBytes },
    said: parseAndMask(Buffer.from(body)),
  };
}
