import { text } from '../attributes.ts';
import type { Condition } from '../table.ts';

/** Selects the rows that an earlier version could not process: quarantined bodies, and events whose action it did not know. */
export const unprocessedFilter = {
  FilterExpression: 'begins_with(#pk, :quarantine) OR #outcome = :unrecognised',
  ExpressionAttributeNames: { '#pk': 'pk', '#outcome': 'outcome' },
  ExpressionAttributeValues: { ':quarantine': text('quarantine#'), ':unrecognised': text('unrecognised') },
};

export const ifStillUnrecognised: Condition = {
  ConditionExpression: '#outcome = :unrecognised',
  ExpressionAttributeNames: { '#outcome': 'outcome' },
  ExpressionAttributeValues: { ':unrecognised': text('unrecognised') },
};
