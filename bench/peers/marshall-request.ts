import type { AttributeValue } from '@aws-sdk/client-dynamodb';

const marshalledParts = ['Key', 'Item', 'ExpressionAttributeValues'] as const;

/** A request with DynamoDB's typed values in place of plain ones. */
type MarshalledRequest<Request> = {
  [Part in keyof Request]: Part extends (typeof marshalledParts)[number]
    ? Record<string, AttributeValue>
    : Request[Part];
};

/** Marshalls the plain values of a request. */
export function marshallRequest<Request extends object>(request: Request): MarshalledRequest<Request> {
  const parts = Object.entries(request).map(([part, value]) => [
    part,
    marshalledParts.some((name) => name === part) ? toAttributeValues(value) : value,
  ]);
  return Object.fromEntries(parts);
}

function toAttributeValues(values: Record<string, string | number>): Record<string, AttributeValue> {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? { N: String(value) } : { S: value },
  ]);
  return Object.fromEntries(entries);
}
