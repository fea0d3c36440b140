import { type Message, maskedBody } from '../../lambda/hook/message.ts';
import { rowPosition } from '../../lambda/table/history.ts';
import { appOfPartition, readPosition } from '../../lambda/table/keys.ts';
import { numberIn } from '../../lambda/table/state-item.ts';
import type { Item } from '../../lambda/table/table.ts';

/** What the request said of which a row was kept: its fields as they are, or a quarantined body, read once more. */
export function messageKeptIn(row: Item): Message {
  const { identity } = readPosition(rowPosition(row));
  return {
    app: appOfPartition(row.pk?.S ?? ''),
    receivedAt: numberIn(row, 'receivedAt') ?? 0,
    ...(row.address?.S !== undefined && { address: row.address.S }),
    identities: { ofRequest: identity, ofBytes: row.identityOfBytes?.S ?? identity }, // rows of 0.1.0 know the one
    said:
      row.body?.S === undefined
        ? { fields: JSON.parse(row.fields?.S ?? '{}'), encoding: 'json' }
        : maskedBody(Buffer.from(row.body.S)),
  };
}
