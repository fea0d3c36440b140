import { describe, expect, it } from 'vitest';
import { TOKENS_TABLE, tables } from '../../../local/database/database.ts';
import { resourcesOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

const table = (settings = {}) => resourcesOf(templateOf(settings), 'AWS::DynamoDB::GlobalTable').Tokens;

describe('TokensTable', () => {
  it('has the key of the local one, and no index', () => {
    const local = tables.find(({ TableName }) => TableName === TOKENS_TABLE);
    const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table()?.Properties ?? {};
    expect({ TableName: TOKENS_TABLE, BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes }).toEqual(
      local,
    );
  });

  it('can be restored to any point in time', () => {
    expect(table()?.Properties.Replicas).toEqual([
      expect.objectContaining({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
    ]);
  });

  it('expires tokens', () => {
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
