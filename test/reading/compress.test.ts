import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compress } from '../../lambda/reading/compress.ts';

const body = JSON.stringify({ streams: Array.from({ length: 50 }, (_, n) => ({ id: `cam-${n}`, name: 'Café 東京' })) });
const answer = { statusCode: 200, headers: { etag: 'W/"x"' }, body };

describe('an answer', () => {
  test.each([
    ['br, gzip', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip;q=1.0, BR;q=0.5', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['*', 'br'],
    ['*;q=0.1, br;q=0', 'gzip'],
  ])('to a client that accepts %s is in %s, with the same content', async (accepted, coding) => {
    const compressed = await compress(answer, accepted);
    expect(compressed).toMatchObject({
      statusCode: 200,
      headers: { etag: 'W/"x"', 'content-encoding': coding, vary: 'accept-encoding' },
      isBase64Encoded: true,
    });
    const bytes = Buffer.from(compressed.body ?? '', 'base64');
    expect(bytes.length).toBeLessThan(Buffer.byteLength(body) / 2);
    expect(String(coding === 'br' ? brotliDecompressSync(bytes) : gunzipSync(bytes))).toBe(body);
  });

  test.each([undefined, '', 'identity', 'deflate', 'gzip;q=0', '*;q=0', 'gzip;q=x', ';,;q'])(
    'to a client that accepts %j is not compressed, and varies by accept-encoding',
    async (accepted) => {
      expect(await compress(answer, accepted)).toEqual({
        ...answer,
        headers: { ...answer.headers, vary: 'accept-encoding' },
      });
    },
  );

  test('that is short, or has no body, is not compressed', async () => {
    for (const short of [{ statusCode: 304 }, { statusCode: 200, body: '{}' }])
      expect(await compress(short, 'br')).toEqual({ ...short, headers: { vary: 'accept-encoding' } });
  });
});
