import { describe, expect, it } from 'vitest';
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
