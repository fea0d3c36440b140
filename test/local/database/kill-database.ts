import { expect } from 'vitest';

/** Crashes the embedded database: dynalite throws on the body `null`. */
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
