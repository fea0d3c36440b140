import { isDeepStrictEqual } from 'node:util';

/** A table as CloudFormation is told of it (AWS::DynamoDB::GlobalTable). */
export interface TableProperties {
  readonly KeySchema: readonly Key[];
  readonly AttributeDefinitions: readonly Key[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly StreamSpecification?: object;
  readonly Replicas: readonly Replica[];
  readonly [other: string]: unknown;
}

interface Key {
  readonly AttributeName: string;
}

interface IndexName {
  readonly IndexName: string;
}

interface Index extends IndexName {
  readonly KeySchema: readonly Key[];
}

interface Replica {
  readonly Region: string;
  readonly GlobalSecondaryIndexes?: readonly IndexName[];
}

/** The states of a table on the way to the one that is wanted. */
export interface TableSteps {
  /** While all else is as it is deployed: what comes is there before somebody asks for it. */
  readonly before: readonly TableProperties[];
  /** While all else is as it is wanted, the last of them what is wanted: what goes has nobody who asks for it any more. */
  readonly after: readonly TableProperties[];
}

/**
 * AWS adds or removes one index, or one replica, or switches the stream in one update of a table, and wants nothing else of
 * it changed by that; the stream only while there are no replicas.
 */
export function planTableSteps(deployed: TableProperties, desired: TableProperties): TableSteps {
  const [currentParts, desiredParts] = [partsOf(deployed), partsOf(desired)];
  const added = desiredParts.filter((part) => !currentParts.includes(part));
  const removed = currentParts.filter((part) => !desiredParts.includes(part)).reverse();
  const before = added.map((_, index) => withParts(deployed, desired, [...currentParts, ...added.slice(0, index + 1)]));
  const after = removed.map((_, index) => withParts(desired, deployed, [...desiredParts, ...removed.slice(index)]));
  const all = [...currentParts, ...added];
  const isRestEqual = isDeepStrictEqual(withParts(deployed, desired, all), withParts(desired, deployed, all));
  if (!isRestEqual) return { before, after: [...after, desired] };
  if (added.length > 0) return { before: before.slice(0, -1), after: [...after, desired] };
  return { before, after: [...after.slice(1), desired] };
}

const STREAM = 'stream';
const indexPart = ({ IndexName }: IndexName): string => `index ${IndexName}`;
const replicaPart = ({ Region }: Replica): string => `replica ${Region}`;

/** What AWS changes one at a time, in the order in which it can come. */
export function partsOf({ StreamSpecification, GlobalSecondaryIndexes = [], Replicas }: TableProperties): string[] {
  return [
    ...(StreamSpecification === undefined ? [] : [STREAM]),
    ...GlobalSecondaryIndexes.map(indexPart),
    ...Replicas.map(replicaPart),
  ];
}

/** A table with these parts alone, each as it is there, or else as it is in the other one. */
function withParts(table: TableProperties, other: TableProperties, parts: readonly string[]): TableProperties {
  const { GlobalSecondaryIndexes, StreamSpecification, ...rest } = table;
  const indexes = mergeByKey(nameOf, GlobalSecondaryIndexes, other.GlobalSecondaryIndexes).filter(isAmong(parts));
  const stream = parts.includes(STREAM) ? (StreamSpecification ?? other.StreamSpecification) : undefined;
  const keys = [table, ...indexes].flatMap(({ KeySchema }) => KeySchema.map(attributeOf));
  const attributes = mergeByKey(attributeOf, table.AttributeDefinitions, other.AttributeDefinitions);
  const replicas = mergeByKey(regionOf, table.Replicas, other.Replicas).filter((replica) =>
    parts.includes(replicaPart(replica)),
  );
  const otherReplicas = new Map(other.Replicas.map((replica) => [replica.Region, replica]));
  return {
    ...rest,
    AttributeDefinitions: attributes.filter((attribute) => keys.includes(attributeOf(attribute))),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    ...(stream && { StreamSpecification: stream }),
    Replicas: replicas.map((replica) => withIndexes(replica, otherReplicas.get(replica.Region), parts)),
  };
}

/** A replica says something of each index that there is. */
function withIndexes(replica: Replica, other: Replica | undefined, parts: readonly string[]): Replica {
  const { GlobalSecondaryIndexes, ...rest } = replica;
  const indexes = mergeByKey(nameOf, GlobalSecondaryIndexes, other?.GlobalSecondaryIndexes).filter(isAmong(parts));
  return { ...rest, ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }) };
}

const nameOf = ({ IndexName }: IndexName): string => IndexName;
const attributeOf = ({ AttributeName }: Key): string => AttributeName;
const regionOf = ({ Region }: Replica): string => Region;

const isAmong = (parts: readonly string[]) => (index: IndexName) => parts.includes(indexPart(index));

/** The items of the first list, and those of the second that have none of the same key in the first; always in the same order. */
function mergeByKey<T>(keyOf: (item: T) => string, first: readonly T[] = [], second: readonly T[] = []): T[] {
  const byKey = new Map([...second, ...first].map((item) => [keyOf(item), item]));
  return [...byKey.values()].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}
