import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Condition, type Item, type Query, Table, type Update } from '../../lambda/table/table.ts';
import { connect } from '../../local/database/database.ts';

const unreachable = connect('http://127.0.0.1:1');

type Names = Record<string, string>;
type Values = Record<string, AttributeValue>;

/**
 * A table in memory, for tests that order every single command. It implements the expressions that the store
 * writes and throws for others; the tests with an engine show that DynamoDB reads them the same way.
 */
export class InMemoryTable extends Table {
  readonly #items = new Map<string, Item>();

  constructor() {
    super(unreachable, 'tiny');
  }

  override async get(key: Item): Promise<Item | undefined> {
    return structuredClone(this.#items.get(keyText(key)));
  }

  override async put(item: Item, condition: Condition = {}): Promise<boolean> {
    if (!holds(condition, this.#items.get(keyText(item)))) return false;
    this.store(structuredClone(item), this.#items.get(keyText(item)));
    return true;
  }

  override async update(key: Item, update: Update): Promise<boolean> {
    const before = this.#items.get(keyText(key));
    if (!holds(update, before)) return false;
    this.store(applyUpdate(before ?? key, update), before);
    return true;
  }

  override async delete(key: Item): Promise<void> {
    this.#items.delete(keyText(key));
  }

  /** Stores an item instead of the one before, undefined where there was none. */
  protected store(item: Item, _before: Item | undefined): void {
    this.#items.set(keyText(item), item);
  }

  override async updateReturningOld(key: Item, update: Update): Promise<Item | undefined> {
    const before = this.#items.get(keyText(key)) ?? {};
    return (await this.update(key, update)) ? structuredClone(before) : undefined;
  }

  override async getBatch(keys: Item[]): Promise<{ items: Item[]; unread: Item[] }> {
    const items = keys.map((key) => this.#items.get(keyText(key))).filter((item) => item !== undefined);
    return { items: structuredClone(items), unread: [] };
  }

  override async query({ IndexName, ScanIndexForward = true, ExpressionAttributeValues: values = {}, ...page }: Query) {
    const { ExclusiveStartKey, Limit = 1_000 } = page;
    const [partitionKey, sortKey] = IndexName === undefined ? ['pk', 'sk'] : ['statusKey', 'statusPosition'];
    const partition = (values[':pk'] ?? values[':status'] ?? values[':day'])?.S;
    const isBehindStart = (position: string) => {
      const start = ExclusiveStartKey?.[sortKey]?.S;
      return start === undefined || (ScanIndexForward ? position > start : position < start);
    };
    const positionOf = (item: Item) => item[sortKey]?.S ?? '';
    const found = [...this.#items.values()]
      .filter((item) => item[partitionKey]?.S === partition)
      .filter((item) => isInRange(positionOf(item), values) && isBehindStart(positionOf(item)))
      .sort((a, b) => (positionOf(a) < positionOf(b) === ScanIndexForward ? -1 : 1));
    return { items: structuredClone(found.slice(0, Limit)), more: found.length > Limit };
  }
}

/** Whether a sort key is in the range of a query, by the names of its values. */
function isInRange(position: string, values: Values): boolean {
  const { ':prefix': prefix, ':before': before, ':after': after } = values;
  const { ':first': first = values[':from'], ':last': last = values[':to'] } = values;
  if (prefix?.S !== undefined && !position.startsWith(prefix.S)) return false;
  if (first?.S !== undefined && last?.S !== undefined && (position < first.S || position > last.S)) return false;
  return (before?.S === undefined || position < before.S) && (after?.S === undefined || position > after.S);
}

const keyText = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`;
const nameIn = (names: Names, text: string): string => (text.startsWith('#') ? (names[text] ?? '') : text);
const plainValue = (value: AttributeValue | undefined) =>
  value?.N === undefined ? (value?.S ?? value?.BOOL) : Number(value.N);

function holds(
  { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues }: Condition,
  item: Item = {},
): boolean {
  const clauses = ConditionExpression?.split(' AND ') ?? [];
  const alternatives = (clause: string) => clause.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return clauses.every((clause) =>
    alternatives(clause).some((term) =>
      isTrue(term, item, ExpressionAttributeNames ?? {}, ExpressionAttributeValues ?? {}),
    ),
  );
}

function isTrue(term: string, item: Item, names: Names, values: Values): boolean {
  const [, present] = /^attribute_exists\((\S+)\)$/.exec(term) ?? [];
  if (present !== undefined) return item[nameIn(names, present)] !== undefined;
  const [, absent] = /^attribute_not_exists\((\S+)\)$/.exec(term) ?? [];
  if (absent !== undefined) return item[nameIn(names, absent)] === undefined;
  const [, name = '', operator, value = ''] = /^(\S+) (=|<|<=|IN) \(?([^)]+)\)?$/.exec(term) ?? [];
  const left = plainValue(item[nameIn(names, name)]);
  const right = value.split(', ').map((part) => plainValue(values[part]));
  if (operator === undefined || right.includes(undefined)) throw new Error(`an unknown condition: ${term}`);
  if (left === undefined) return false;
  if (operator === '=' || operator === 'IN') return right.includes(left);
  return operator === '<' ? left < (right[0] ?? '') : left <= (right[0] ?? '');
}

function applyUpdate(
  item: Item,
  { UpdateExpression = '', ExpressionAttributeNames = {}, ExpressionAttributeValues = {} }: Update,
): Item {
  const [, sets = '', removes = '', counted] =
    /^SET (.*?)(?: REMOVE (.*?))?(?: ADD (\S+) \S+)?$/.exec(UpdateExpression) ?? [];
  const next = { ...item };
  const [, unborn] = /if_not_exists\(#version, (\S+)\) \+ :one/.exec(sets) ?? [];
  const firstVersion = unborn === undefined ? '0' : (ExpressionAttributeValues[unborn]?.N ?? '');
  const plainSets = sets.replace(/(^|, )#version = if_not_exists\(#version, \S+\) \+ :one/, '');
  for (const [name = '', value = ''] of plainSets.split(', ').map((set) => set.split(' = '))) {
    const newValue = ExpressionAttributeValues[value];
    if (newValue === undefined) throw new Error(`an unknown update: ${UpdateExpression}`);
    next[nameIn(ExpressionAttributeNames, name)] = newValue;
  }
  for (const name of removes.split(', ')) delete next[nameIn(ExpressionAttributeNames, name)];
  if (counted !== undefined || unborn !== undefined)
    next.version = { N: String(Number(next.version?.N ?? firstVersion) + 1) };
  return next;
}
