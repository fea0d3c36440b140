import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AnnouncementOf } from '../../lambda/announcing/announcement.ts';
import { toRecordingRow } from './recording-row.ts';

const client = new DynamoDBClient();

/**
 * Saves a recording, unless its row is newer already. A copy of an announcement changes nothing, in whatever order they come.
 * Throws when the table does not take it: Lambda then tries twice more, and puts the event into the dead-letter queue.
 */
export async function handler(announcement: AnnouncementOf<'Recording Ready'>): Promise<void> {
  const row = toRecordingRow(announcement);
  const command = new PutItemCommand({
    TableName: process.env.RECORDINGS_TABLE,
    Item: row,
    ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: { ':at': row.at },
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
