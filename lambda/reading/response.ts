import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** Returns JSON with a weak ETag; 304 when the client has it already. */
export function jsonResponse(
  body: object,
  ifNoneMatch: string | undefined,
  more: Record<string, string> = {},
): HttpResponse {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', etag: etagOf(body), ...more };
  return conditional(ifNoneMatch, { statusCode: 200, headers, body: JSON.stringify(body) });
}

/** Returns a response; 304 when the client has it already, by its ETag. */
export function conditional(ifNoneMatch: string | undefined, { body, ...response }: HttpResponse): HttpResponse {
  const knownTags = (ifNoneMatch ?? '').split(',').map(opaqueTag);
  const isKnown = knownTags.includes(opaqueTag(String(response.headers?.etag))) || knownTags.includes('*');
  return isKnown ? { ...response, statusCode: 304 } : { ...response, ...(body !== undefined && { body }) };
}

/**
 * Returns the weak ETag of a body, in a form other than JSON when it is named. It ignores running durations, and where the next
 * page begins: the cursor of a period that ends now has the present in it, and an older one goes on just as well.
 */
export function etagOf(body: object, form = ''): string {
  const text = form + JSON.stringify(body, dropRunning);
  return `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
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

function dropRunning(this: { endedAt?: unknown }, name: string, value: unknown): unknown {
  if (name === 'metadata' || name === 'fields') return JSON.stringify(value); // a publisher's own words are no durations
  if (name === 'cursor') return value !== null;
  return name === 'durationMs' && this.endedAt === null ? undefined : value;
}
