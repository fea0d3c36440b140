import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './table.ts';

// The types of attributes that rows have: only these functions know how DynamoDB represents them.

export const text = (value: string): AttributeValue => ({ S: value });
export const number = (value: number): AttributeValue => ({ N: String(value) });
export const boolean = (value: boolean): AttributeValue => ({ BOOL: value });
export const textSet = (values: readonly string[]): AttributeValue => ({ SS: [...values] });
/** A value with a shape of its own, as JSON text: no depth and no number of it can break the row. */
export const json = (value: unknown): AttributeValue => text(JSON.stringify(value));

export const hasAttribute = (row: Item, name: string): boolean => row[name] !== undefined;

export function readText(row: Item, name: string): string {
  return row[name]?.S ?? '';
}

/** False when there is no such attribute. */
export const readBoolean = (row: Item, name: string): boolean => row[name]?.BOOL === true;

export const readTextSet = (row: Item, name: string): ReadonlySet<string> => new Set(row[name]?.SS);

/** Null when there is no such attribute. */
export function readNumber(row: Item, name: string): number | null {
  const digits = row[name]?.N;
  return digits === undefined ? null : Number(digits);
}

/** An empty object when there is no such attribute. The row was written by `json`, so its type is known. */
export function readJson<T>(row: Item, name: string): T {
  return JSON.parse(readText(row, name) || '{}');
}
