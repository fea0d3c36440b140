import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lambda/table/table.ts';

/** Returns the size of an item as DynamoDB counts it, in bytes: names and values of its attributes. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value), 0);
}

/** An upper bound: a number takes one byte per two digits and one more. */
function sizeOfValue({ S, N, BOOL }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return N.length + 1;
  if (BOOL !== undefined) return 1;
  throw new Error('expected a text, a number or a truth: no item holds anything else');
}
