import { describe, expect, it } from 'vitest';
import { STREAMS_TABLE, TOKENS_TABLE, tables } from '../../../local/database/embedded-tables.ts';
import { resourcesOf } from '../logical-ids.ts';
import { HOME_REGION, templateOf } from '../synthesis.ts';

/** Returns each table's replicas: their regions, and whether they are protected. */
const replicas = (settings = {}) =>
  Object.entries(resourcesOf(templateOf(settings), 'AWS::DynamoDB::GlobalTable')).map(([table, { Properties }]) => [
    table,
    Properties.Replicas.map((replica: Record<string, unknown>) => [replica.Region, replica.DeletionProtectionEnabled]),
  ]);

describe('tableOptions', () => {
  it('keep one replica of each table, in the region of the stack', () => {
    const replica = [[{ Ref: 'AWS::Region' }, undefined]];
    expect(replicas()).toEqual([['Streams', replica], ['Tokens', replica]]); // biome-ignore format: a table
  });

  it('keep a replica in each region of the setting, and in the stack’s own', () => {
    const each = [['eu-central-1', undefined], ['us-east-1', undefined], [HOME_REGION, undefined]]; // biome-ignore format: a table
    expect(replicas({ replicaRegions: 'eu-central-1,us-east-1' })).toEqual([['Streams', each], ['Tokens', each]]); // biome-ignore format: a table
  });

  it('enable point-in-time recovery for every replica', () => {
    const tables = templateOf({ replicaRegions: 'eu-central-1' }).findResources('AWS::DynamoDB::GlobalTable');
    for (const replica of Object.values(tables).flatMap(({ Properties }) => Properties.Replicas)) {
      expect(replica.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    }
  });

  it('protect every replica with deletionProtection', () => {
    const each = [['eu-central-1', true], [HOME_REGION, true]]; // biome-ignore format: a table
    expect(replicas({ replicaRegions: 'eu-central-1', deletionProtection: 'true' })).toEqual([
      ['Streams', each],
      ['Tokens', each],
    ]);
  });
});

describe.each([
  { name: 'Streams', localName: STREAMS_TABLE },
  { name: 'Tokens', localName: TOKENS_TABLE },
])('the table $name', ({ name, localName }) => {
  const table = (settings = {}) => resourcesOf(templateOf(settings), 'AWS::DynamoDB::GlobalTable')[name];

  it('can be restored to any point in time', () => {
    expect(table()?.Properties.Replicas).toEqual([
      expect.objectContaining({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
    ]);
  });

  it('expires its rows', () => {
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

  it('is the local one: keys, index, projection and billing', () => {
    const local = tables.find(({ TableName }) => TableName === localName);
    const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = table()?.Properties ?? {};
    const deployed = { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
    expect({ TableName: localName, ...deployed }).toEqual(local);
  });

  it('is billed on demand', () => {
    expect(table()?.Properties.BillingMode).toBe('PAY_PER_REQUEST');
  });
});
