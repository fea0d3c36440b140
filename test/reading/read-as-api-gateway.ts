import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { read } from '../../lambda/reading/read.ts';
import type { ReaderOptions } from '../../lambda/reading/reader-options.ts';
import type { HttpResponse } from '../../lambda/reading/response.ts';
import { hashToken } from '../../lambda/tokens/token.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { toTokenRow } from '../../lambda/tokens/token-row.ts';
import { gatewayEvent } from '../gateway-event.builder.ts';
import type { Engine } from '../table/engine.ts';
import { expectDescribed } from './api-schema/expect-described.ts';

/**
 * Returns a function that requests paths from the reader as API Gateway does, with a token for an app or `*`, at a time (ms
 * since the epoch). It throws when the description of the read API does not have the answer.
 */
export async function createReader(
  { streams, tokens }: Pick<Engine, 'streams' | 'tokens'>,
  now = Date.now(),
  app = '*',
  changed: Partial<ReaderOptions> = {},
) {
  const token = { scopes: ['read'], app, label: '', createdAt: 0, expiresAt: null } as const;
  await tokens.put(toTokenRow({ ...token, hash: hashToken(`secret-${app}`) }));
  const log = (error: unknown) => {
    throw error;
  };
  const options = { byDay: true, recordingUrl: '', playUrl: '', identity: {}, ...changed };
  const reading = {
    streams,
    tokens,
    options,
    page: { statusCode: 200 },
    description: { statusCode: 200 },
    tokenCache: new TokenCache(5_000),
    log,
  };
  return async (path: string, coding = '', accept = '*/*'): Promise<HttpResponse> => {
    const [rawPath = '', query = ''] = path.split('?');
    const headers = { authorization: `Bearer secret-${app}`, 'accept-encoding': coding, accept };
    const response = await read(gatewayEvent({ path: rawPath, query, headers, timeEpoch: now }), reading);
    const { statusCode = 200 } = response;
    const header = (name: string) => response.headers?.[name.toLowerCase()]?.toString();
    expectDescribed({ path: rawPath, status: statusCode, header, text: textOf(response) });
    return response;
  };
}

/** Returns the body of a response, decompressed. */
export function textOf({ body = '', headers, isBase64Encoded }: HttpResponse): string {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const coding = headers?.['content-encoding'];
  if (coding === 'br') return String(brotliDecompressSync(bytes));
  return String(coding === 'gzip' ? gunzipSync(bytes) : bytes);
}

// biome-ignore lint/suspicious/noExplicitAny: a test asserts what the JSON is
export const jsonOf = (response: HttpResponse): any => JSON.parse(textOf(response));
