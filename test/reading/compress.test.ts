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
  ])('to whoever takes %s comes in %s, and says the same', async (accepted, coding) => {
    const told = await compress(answer, accepted);
    expect(told).toMatchObject({
      statusCode: 200,
      headers: { etag: 'W/"x"', 'content-encoding': coding, vary: 'accept-encoding' },
      isBase64Encoded: true,
    });
    const bytes = Buffer.from(told.body ?? '', 'base64');
    expect(bytes.length).toBeLessThan(Buffer.byteLength(body) / 2);
    expect(String(coding === 'br' ? brotliDecompressSync(bytes) : gunzipSync(bytes))).toBe(body);
  });

  test.each([undefined, '', 'identity', 'deflate', 'gzip;q=0', '*;q=0', 'gzip;q=x', ';,;q'])(
    'to whoever takes %j comes as it is, and says that it could be otherwise',
    async (accepted) => {
      expect(await compress(answer, accepted)).toEqual({
        ...answer,
        headers: { ...answer.headers, vary: 'accept-encoding' },
      });
    },
  );

  test('that is short, or has no body, comes as it is', async () => {
    for (const short of [{ statusCode: 304 }, { statusCode: 200, body: '{}' }])
      expect(await compress(short, 'br')).toEqual({ ...short, headers: { vary: 'accept-encoding' } });
  });
});
