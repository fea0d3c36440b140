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

export function errorAnswer(statusCode: number, error: string, more: Record<string, string> = {}): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...more };
  return { statusCode, headers, body: JSON.stringify({ error }) };
}

/** The answer to HEAD: that to GET without its body, of which it tells the length. */
export function withoutBody({ body, isBase64Encoded, ...answer }: Answer): Answer {
  if (body === undefined) return answer;
  const length = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
  return { ...answer, headers: { ...answer.headers, 'content-length': length } };
}

/** Tags are compared as weak ones: without what marks them so. */
const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');

function withoutRunning(this: { endedAt?: unknown }, name: string, value: unknown): unknown {
  if (name === 'metadata' || name === 'fields') return JSON.stringify(value); // a publisher's own words are no durations
  return name === 'durationMs' && this.endedAt === null ? undefined : value;
}
