import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { parseWeights } from './accept-weights.ts';
import type { HttpResponse } from './response.ts';

/** In characters; a shorter body gains nothing. */
const MIN_COMPRESSED_LENGTH = 1_000;

const params = { [constants.BROTLI_PARAM_QUALITY]: 5 }; // the last that costs no more time than gzip, and is a tenth smaller
const codings = {
  br: (text: string): Promise<Buffer> => promisify(brotliCompress)(text, { params }),
  gzip: (text: string): Promise<Buffer> => promisify(gzip)(text),
};

/** Compresses a response by the best coding that the client accepts: an HTTP API compresses nothing itself. */
export async function compress(response: HttpResponse, accepted = ''): Promise<HttpResponse> {
  const { body = '' } = response;
  const headers = { ...response.headers, vary: joinNames(response.headers?.vary, 'accept-encoding') };
  const coding =
    body.length < MIN_COMPRESSED_LENGTH
      ? undefined
      : (['br', 'gzip'] as const).find((known) => accepts(accepted, known));
  if (coding === undefined) return { ...response, headers };
  const bytes = await codings[coding](body);
  return {
    ...response,
    headers: { ...headers, 'content-encoding': coding },
    body: bytes.toString('base64'),
    isBase64Encoded: true,
  };
}

const joinNames = (...names: unknown[]): string => names.filter((name) => name !== undefined).join(', ');

/** Whether a header `Accept-Encoding` has a coding, or `*`, with a weight above 0. */
function accepts(accepted: string, coding: string): boolean {
  const weights = parseWeights(accepted);
  return (weights.get(coding) ?? weights.get('*') ?? 0) > 0;
}
