import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../lambda/table/table.ts';

/** The size of an item as DynamoDB counts it, in bytes: the names of its attributes and their values. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value), 0);
}

/** A number takes a byte for two digits and one more; this is at least as much. */
function sizeOfValue({ S, N, BOOL }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return N.length + 1;
  if (BOOL !== undefined) return 1;
  throw new Error('expected a text, a number or a truth: no item holds anything else');
}
