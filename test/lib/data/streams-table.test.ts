import { describe, expect, it } from 'vitest';
import { STREAMS_TABLE, tables } from '../../../local/database/database.ts';
import { resourcesOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

const table = (settings = {}) => resourcesOf(templateOf(settings), 'AWS::DynamoDB::GlobalTable').Streams;

describe('StreamsTable', () => {
  it('has the keys, the index and the projection of the local one', () => {
    const local = tables.find(({ TableName }) => TableName === STREAMS_TABLE);
    const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table()?.Properties ?? {};
    expect({ TableName: STREAMS_TABLE, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes }).toEqual(
      local,
    );
  });

  it('is billed on demand', () => {
    expect(table()?.Properties.BillingMode).toBe('PAY_PER_REQUEST');
  });

  it('can be restored to any point in time', () => {
    expect(table()?.Properties.Replicas).toEqual([
      expect.objectContaining({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
    ]);
  });

  it('expires its history', () => {
    expect(table()?.Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  });

  it('outlives its stack', () => {
    expect(table()).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('is deleted with its stack under removalPolicy destroy', () => {
    expect(table({ removalPolicy: 'destroy' })).toMatchObject({
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
    });
  });
});
