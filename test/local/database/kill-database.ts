import { expect } from 'vitest';

/** Sends the embedded database what dynalite dies of: nothing where an object is expected. */
export async function killDatabase(endpoint: string): Promise<void> {
  const { origin, username } = new URL(endpoint);
  const headers = {
    'x-amz-target': 'DynamoDB_20120810.PutItem',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-date': '20260101T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${username}/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
  };
  await expect(fetch(origin, { method: 'POST', headers, body: 'null' })).rejects.toThrow();
}
