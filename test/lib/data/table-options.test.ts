import { describe, expect, it } from 'vitest';
import { resourcesOf } from '../logical-ids.ts';
import { HOME_REGION, templateOf } from '../synthesis.ts';

/** Each table's copies: their regions, and whether they are protected. */
const copies = (settings = {}) =>
  Object.entries(resourcesOf(templateOf(settings), 'AWS::DynamoDB::GlobalTable')).map(([table, { Properties }]) => [
    table,
    Properties.Replicas.map((replica: Record<string, unknown>) => [replica.Region, replica.DeletionProtectionEnabled]),
  ]);

describe('tableOptions', () => {
  it('keep one copy of each table, wherever it is deployed', () => {
    const copy = [[{ Ref: 'AWS::Region' }, undefined]];
    expect(copies()).toEqual([['Streams', copy], ['Tokens', copy]]); // biome-ignore format: a table
  });

  it('keep a copy in each region that was chosen, and in the own one', () => {
    const each = [['eu-central-1', undefined], ['us-east-1', undefined], [HOME_REGION, undefined]]; // biome-ignore format: a table
    expect(copies({ replicaRegions: 'eu-central-1,us-east-1' })).toEqual([['Streams', each], ['Tokens', each]]); // biome-ignore format: a table
  });

  it('can be restored to any point in time, every copy', () => {
    const tables = templateOf({ replicaRegions: 'eu-central-1' }).findResources('AWS::DynamoDB::GlobalTable');
    for (const replica of Object.values(tables).flatMap(({ Properties }) => Properties.Replicas)) {
      expect(replica.PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
    }
  });

  it('protect every copy from deletion where that is wanted', () => {
    const each = [['eu-central-1', true], [HOME_REGION, true]]; // biome-ignore format: a table
    expect(copies({ replicaRegions: 'eu-central-1', deletionProtection: 'true' })).toEqual([
      ['Streams', each],
      ['Tokens', each],
    ]);
  });
});
