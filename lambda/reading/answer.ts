import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export type Answer = APIGatewayProxyStructuredResultV2;

/** JSON with a weak ETag over what is stored: a duration that still runs is no change. */
export function jsonAnswer(body: object, ifNoneMatch: string | undefined): Answer {
  const etag = `W/"${createHash('sha256').update(JSON.stringify(body, withoutRunning)).digest('base64url').slice(0, 22)}"`;
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', etag };
  const known = (ifNoneMatch ?? '').split(',').map(opaque);
  if (known.includes(opaque(etag)) || known.includes('*')) return { statusCode: 304, headers };
  return { statusCode: 200, headers, body: JSON.stringify(body) };
}

export function errorAnswer(statusCode: number, error: string): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { statusCode, headers, body: JSON.stringify({ error }) };
}

/** Tags are compared as weak ones: without what marks them so. */
const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');

function withoutRunning(this: { endedAt?: unknown }, name: string, value: unknown): unknown {
  if (name === 'metadata' || name === 'fields') return JSON.stringify(value); // a publisher's own words are no durations
  return name === 'durationMs' && this.endedAt === null ? undefined : value;
}
