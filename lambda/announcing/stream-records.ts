import type { DynamoDBRecord } from 'aws-lambda';
import type { Item } from '../table/table.ts';
import type { TableChange } from './table-change.ts';

/** Returns the writes in a batch of DynamoDB's stream; a removed row has no image after it, and is left out. */
export const toTableChanges = (records: readonly DynamoDBRecord[]): TableChange[] =>
  records.flatMap(({ dynamodb: { NewImage, OldImage, ApproximateCreationDateTime = 0 } = {} }) => {
    if (NewImage === undefined) return [];
    const [before, after] = [OldImage as Item | undefined, NewImage as Item]; // they differ in binary attributes only: no row has one
    return [{ before, after, writtenAt: ApproximateCreationDateTime * 1_000 }]; // it counts seconds
  });
