import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOf, planTableSteps, type TableProperties } from '../../../cli/deploy/table-steps.ts';

const HOME = 'eu-west-1';

interface Shape {
  readonly indexes?: readonly string[];
  readonly stream?: boolean;
  readonly replicas?: readonly string[];
  /** Stands for any other property, which AWS changes together with others. */
  readonly billing?: string;
}

/** A table as CDK writes it: with replicas it has a stream. */
function tableOf({ indexes = [], stream = false, replicas = [], billing = 'PAY_PER_REQUEST' }: Shape): TableProperties {
  return {
    KeySchema: [{ AttributeName: 'pk' }],
    AttributeDefinitions: ['pk', ...indexes.map((name) => `${name}Key`)].map((AttributeName) => ({ AttributeName })),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((IndexName) => ({
        IndexName,
        KeySchema: [{ AttributeName: `${IndexName}Key` }],
      })),
    }),
    ...((stream || replicas.length > 0) && { StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } }),
    Replicas: [HOME, ...replicas].map((Region) => ({
      Region,
      ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map((IndexName) => ({ IndexName })) }),
    })),
    BillingMode: billing,
  };
}

/** Returns all states of the table, from the deployed to the desired one. */
function statesBetween(from: Shape, to: Shape) {
  const [deployed, desired] = [tableOf(from), tableOf(to)];
  const { before, after } = planTableSteps(deployed, desired);
  return { all: [deployed, ...before, ...after], before, after };
}

test.each([
  { what: 'nothing', from: { indexes: ['a'] }, to: { indexes: ['a'] }, before: 0, after: 1 },
  { what: 'something else', from: {}, to: { billing: 'PROVISIONED' }, before: 0, after: 1 },
  { what: 'an index', from: {}, to: { indexes: ['a'] }, before: 0, after: 1 },
  { what: 'an index and something else', from: {}, to: { indexes: ['a'], billing: 'PROVISIONED' }, before: 1, after: 1 },
  { what: 'an index and a stream', from: { indexes: ['a'] }, to: { indexes: ['a', 'b'], stream: true }, before: 1, after: 1 },
  { what: 'removing an index and a stream', from: { indexes: ['a', 'b'], stream: true }, to: { indexes: ['a'] }, before: 0, after: 2 },
  { what: 'a first replica', from: {}, to: { replicas: ['us-east-1'] }, before: 1, after: 1 },
  { what: 'a second replica', from: { replicas: ['us-east-1'] }, to: { replicas: ['us-east-1', 'us-east-2'] }, before: 0, after: 1 },
  { what: 'one replica for another', from: { replicas: ['us-east-1'] }, to: { replicas: ['us-east-2'] }, before: 0, after: 2 },
  { what: 'removing all replicas', from: { replicas: ['us-east-1', 'us-east-2'] }, to: {}, before: 0, after: 3 },
  { what: 'one index for another', from: { indexes: ['a'] }, to: { indexes: ['b'] }, before: 0, after: 2 },
])('for $what: $before before the rest of the stack, $after with it', ({ from, to, before, after }) => {
  const steps = statesBetween(from, to);
  expect([steps.before.length, steps.after.length]).toEqual([before, after]);
}); // biome-ignore format: a table

const shape = fc.record({
  indexes: fc.subarray(['a', 'b', 'c']),
  stream: fc.boolean(),
  replicas: fc.subarray(['us-east-1', 'us-east-2', 'eu-central-1']),
  billing: fc.constantFrom('PAY_PER_REQUEST', 'PROVISIONED'),
});

test('AWS accepts each update, and the last one is the desired table', () =>
  fc.assert(
    fc.property(shape, shape, (from, to) => {
      const { all } = statesBetween(from, to);
      expect(all.at(-1)).toEqual(tableOf(to));
      for (const [index, next] of all.slice(1).entries()) expectAllowed(all[index] ?? next, next);
    }),
  ));

function expectAllowed(now: TableProperties, next: TableProperties): void {
  const [before, after] = [partsOf(now), partsOf(next)];
  const changed = [
    ...before.filter((part) => !after.includes(part)),
    ...after.filter((part) => !before.includes(part)),
  ];
  expect(changed.length).toBeLessThanOrEqual(1);
  if (changed.length === 1) expect(now.BillingMode).toBe(next.BillingMode);
  if (changed.includes('stream')) expect(now.Replicas).toHaveLength(1);
  const keys = [next, ...(next.GlobalSecondaryIndexes ?? [])].flatMap(({ KeySchema }) => KeySchema);
  expect(namesOf(next.AttributeDefinitions)).toEqual(namesOf(keys)); // DynamoDB refuses one that no key has
  const indexes = (next.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName).sort();
  for (const { Region, GlobalSecondaryIndexes = [] } of next.Replicas)
    if (Region === HOME) expect(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName).sort()).toEqual(indexes);
}

const namesOf = (keys: readonly { AttributeName: string }[]) => keys.map(({ AttributeName }) => AttributeName).sort();

test('every step changes the table', () =>
  fc.assert(
    fc.property(shape, shape, (from, to) => {
      const { all } = statesBetween(from, to);
      const isStill = (next: TableProperties, index: number) => isDeepStrictEqual(sorted(all[index]), sorted(next));
      if (all.length > 2) expect(all.slice(1).some(isStill)).toBe(false);
    }),
  ));

/** Returns the table with all lists sorted. */
function sorted(table?: TableProperties): unknown {
  return JSON.parse(JSON.stringify(table), (_, value) =>
    Array.isArray(value) ? value.map((item) => JSON.stringify(item)).sort() : value,
  );
}
