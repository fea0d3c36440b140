import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { read } from '../../lambda/reading/read.ts';
import type { ReaderOptions } from '../../lambda/reading/reader-options.ts';
import type { HttpResponse } from '../../lambda/reading/response.ts';
import { hashToken } from '../../lambda/tokens/token.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { toTokenRow } from '../../lambda/tokens/token-row.ts';
import { gatewayEvent } from '../gateway-event.builder.ts';
import type { Engine } from '../table/engine.ts';

/** Returns a function that requests paths from the reader as API Gateway does, with a token for an app or `*`, at a time (ms since the epoch). */
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
  const options = { byDay: true, historyDays: 62, recordingUrl: '', playUrl: '', ...changed };
  const reading = { streams, tokens, options, page: { statusCode: 200 }, tokenCache: new TokenCache(5_000), log };
  return (path: string, coding = ''): Promise<HttpResponse> => {
    const [rawPath = '', query = ''] = path.split('?');
    const headers = { authorization: `Bearer secret-${app}`, 'accept-encoding': coding };
    return read(gatewayEvent({ path: rawPath, query, headers, timeEpoch: now }), reading);
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a test asserts what the JSON is
export function jsonOf({ body = '', headers, isBase64Encoded }: HttpResponse): any {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  const coding = headers?.['content-encoding'];
  if (coding === 'br') return JSON.parse(String(brotliDecompressSync(bytes)));
  return JSON.parse(String(coding === 'gzip' ? gunzipSync(bytes) : bytes));
}
