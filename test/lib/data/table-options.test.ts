import { describe, expect, it } from 'vitest';
import { NOTIFICATIONS_TABLE, STREAMS_TABLE, TOKENS_TABLE, tables } from '../../../local/database/embedded-tables.ts';
import { resourcesOf } from '../logical-ids.ts';
import { HOME_REGION, templateOf } from '../synthesis.ts';

const tablesOf = (settings = {}) => resourcesOf(templateOf(settings), 'AWS::DynamoDB::GlobalTable');

/** Returns the replicas of each table that shares the options: their regions, and whether they are protected. */
const replicas = (settings = {}) =>
  ['Streams', 'Tokens'].map((table) => [
    table,
    tablesOf(settings)[table]?.Properties.Replicas.map((replica: Record<string, unknown>) => [
      replica.Region,
      replica.DeletionProtectionEnabled,
    ]),
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
    const { Notifications, ...shared } = tablesOf({ replicaRegions: 'eu-central-1' });
    for (const replica of Object.values(shared).flatMap(({ Properties }) => Properties.Replicas)) {
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

describe.each([{ name: 'Streams' }, { name: 'Tokens' }])('the table $name', ({ name }) => {
  const table = (settings = {}) => tablesOf(settings)[name];

  it('can be restored to any point in time', () => {
    expect(table()?.Properties.Replicas).toEqual([
      expect.objectContaining({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
    ]);
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

describe.each([
  { name: 'Streams', localName: STREAMS_TABLE },
  { name: 'Tokens', localName: TOKENS_TABLE },
  { name: 'Notifications', localName: NOTIFICATIONS_TABLE },
])('the table $name', ({ name, localName }) => {
  const { Properties = {} } = tablesOf()[name] ?? {};

  it('expires its rows', () => {
    expect(Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  });

  it('is the local one: keys, index, projection and billing', () => {
    const local = tables.find(({ TableName }) => TableName === localName);
    const { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = Properties;
    const deployed = { BillingMode, AttributeDefinitions, KeySchema, GlobalSecondaryIndexes };
    expect({ TableName: localName, ...deployed }).toEqual(local);
  });

  it('is billed on demand', () => {
    expect(Properties.BillingMode).toBe('PAY_PER_REQUEST');
  });
});
