import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** Returns JSON with a weak ETag that ignores running durations; 304 when the client has it already. */
export function jsonResponse(
  body: object,
  ifNoneMatch: string | undefined,
  more: Record<string, string> = {},
): HttpResponse {
  const etag = `W/"${createHash('sha256').update(JSON.stringify(body, dropRunningDuration)).digest('base64url').slice(0, 22)}"`;
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', etag, ...more };
  const knownTags = (ifNoneMatch ?? '').split(',').map(opaqueTag);
  if (knownTags.includes(opaqueTag(etag)) || knownTags.includes('*')) return { statusCode: 304, headers };
  return { statusCode: 200, headers, body: JSON.stringify(body) };
}

export function errorResponse(statusCode: number, error: string, more: Record<string, string> = {}): HttpResponse {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', ...more };
  return { statusCode, headers, body: JSON.stringify({ error }) };
}

/** Returns the response to HEAD: that to GET without its body, but with the body's length. */
export function withoutBody({ body, isBase64Encoded, ...response }: HttpResponse): HttpResponse {
  if (body === undefined) return response;
  const length = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
  return { ...response, headers: { ...response.headers, 'content-length': length } };
}

/** Tags are compared weakly: without the mark `W/`. */
const opaqueTag = (tag: string): string => tag.trim().replace(/^W\//, '');

function dropRunningDuration(this: { endedAt?: unknown }, name: string, value: unknown): unknown {
  if (name === 'metadata' || name === 'fields') return JSON.stringify(value); // a publisher's own words are no durations
  return name === 'durationMs' && this.endedAt === null ? undefined : value;
}
