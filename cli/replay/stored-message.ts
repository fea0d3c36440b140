import { type Message, parseAndMask } from '../../lambda/hook/message.ts';
import { positionOfRow } from '../../lambda/table/history.ts';
import { appOfPartition, parsePosition } from '../../lambda/table/keys.ts';
import { numberAttribute } from '../../lambda/table/state-item.ts';
import type { Item } from '../../lambda/table/table.ts';

/** What the request said of which a row was kept: its fields as they are, or a quarantined body, read once more. */
export function readStoredMessage(row: Item): Message {
  const { identity } = parsePosition(positionOfRow(row));
  return {
    app: appOfPartition(row.pk?.S ?? ''),
    receivedAt: numberAttribute(row, 'receivedAt') ?? 0,
    ...(row.address?.S !== undefined && { address: row.address.S }),
    identities: { ofRequest: identity, ofBytes: row.identityOfBytes?.S ?? identity }, // rows of 0.1.0 know the one
    said:
      row.body?.S === undefined
        ? { fields: JSON.parse(row.fields?.S ?? '{}'), encoding: 'json' }
        : parseAndMask(Buffer.from(row.body.S)),
  };
}
