import { isDeepStrictEqual } from 'node:util';

/** The properties of an AWS::DynamoDB::GlobalTable that this file reads. */
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

/** The states of a table between the deployed and the desired one. */
interface TableSteps {
  /** Deployed while the rest of the stack is unchanged: additions exist before anything uses them. */
  readonly before: readonly TableProperties[];
  /** Deployed with the rest of the desired stack, the desired table last: nothing uses the removed parts any more. */
  readonly after: readonly TableProperties[];
}

/**
 * Plans updates that AWS accepts: each adds or removes one index or one replica, or switches the stream, and changes nothing
 * else of the table. The stream can be switched only while there are no replicas.
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

/** Returns the names of the parts that AWS changes one at a time, in the order in which they can be added. */
export function partsOf({ StreamSpecification, GlobalSecondaryIndexes = [], Replicas }: TableProperties): string[] {
  return [
    ...(StreamSpecification === undefined ? [] : [STREAM]),
    ...GlobalSecondaryIndexes.map(indexPart),
    ...Replicas.map(replicaPart),
  ];
}

/** Returns the table with exactly these parts, each from the table itself, else from the other one. */
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

/** Returns the replica with its settings for exactly the indexes among these parts. */
function withIndexes(replica: Replica, other: Replica | undefined, parts: readonly string[]): Replica {
  const { GlobalSecondaryIndexes, ...rest } = replica;
  const indexes = mergeByKey(nameOf, GlobalSecondaryIndexes, other?.GlobalSecondaryIndexes).filter(isAmong(parts));
  return { ...rest, ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }) };
}

const nameOf = ({ IndexName }: IndexName): string => IndexName;
const attributeOf = ({ AttributeName }: Key): string => AttributeName;
const regionOf = ({ Region }: Replica): string => Region;

const isAmong = (parts: readonly string[]) => (index: IndexName) => parts.includes(indexPart(index));

/** Returns the union of two lists, sorted by key; of two items with one key, the first list's. */
function mergeByKey<T>(keyOf: (item: T) => string, first: readonly T[] = [], second: readonly T[] = []): T[] {
  const byKey = new Map([...second, ...first].map((item) => [keyOf(item), item]));
  return [...byKey.values()].sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}
