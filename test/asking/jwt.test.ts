import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { askServer } from '../../lambda/asking/ask-server.ts';
import { createJwt } from '../../lambda/asking/jwt.ts';
import { accessTo } from '../../lambda/asking/server-access.ts';
import { monotonicMs } from '../../lambda/monotonic-ms.ts';
import { afterCount, captured, useRestServers } from './rest-server.ts';

const startServer = useRestServers();

/** The secret with which the captured tokens were signed. */
const secret = 'zautXStXM9iW3aD3FuyPH0TdK4GHPmHq';
const now = 1_795_629_768_000;

/** Verifies a token by RFC 7515, with the base64url of this test's own; returns its header and payload. */
function verify(token: string, key: string) {
  const [header = '', payload = '', signature = '', ...more] = token.split('.');
  const expected = createHmac('sha256', Buffer.from(key, 'utf8')).update(`${header}.${payload}`, 'ascii').digest();
  const isValid = more.length === 0 && timingSafeEqual(Buffer.from(signature.padEnd(43), 'base64url'), expected);
  const decode = (part: string) =>
    JSON.parse(Buffer.from(part.replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString());
  return { isValid, header: decode(header), payload: decode(payload) };
}

/** Reads the value of the header `authorization` of a captured request. */
const sentWith = (name: string): string =>
  /^Authorization: (.*)\r$/m.exec(
    readFileSync(new URL(`../fixtures/rest/${name}.req.http`, import.meta.url), 'latin1'),
  )?.[1] ?? '';

test('a token that the genuine server took is valid by this test’s check, too', () => {
  expect(verify(sentWith('jwt-bare'), secret).isValid).toBe(true);
  expect(verify(sentWith('jwt-with-exp').replace('Bearer ', ''), secret)).toMatchObject({
    isValid: true,
    payload: { exp: expect.any(Number) },
  });
});

test.each([secret, 'short', 'ümläut 東京', ' spaces ', 'a'.repeat(2_000)])(
  'a token is valid with the secret %j alone',
  (key) => {
    const token = createJwt(key, now);
    const { isValid, header, payload } = verify(token, key);
    expect({ isValid, header, payload }).toEqual({
      isValid: true,
      header: verify(sentWith('jwt-bare'), secret).header,
      payload: { exp: now / 1_000 + 3_600 },
    });
    expect(verify(token, `${key}x`).isValid).toBe(false);
  },
);

test('it is sent bare, with every request, as the genuine server of every version takes it', async () => {
  const { url, requests } = await startServer(afterCount(() => captured('broadcast-get-404')));
  await askServer(accessTo({ url, jwtSecret: secret }, now), ['a', 'b'], monotonicMs() + 5_000);
  const sent = requests.map(({ head }) => /^authorization: (.*)$/im.exec(head)?.[1] ?? '');
  expect(sent).toHaveLength(3);
  expect(new Set(sent).size).toBe(1);
  const shape = /^[\w-]+\.[\w-]+\.[\w-]+$/;
  expect(sentWith('jwt-bare')).toMatch(shape);
  expect(sent[0]).toMatch(shape);
  expect(verify(sent[0] ?? '', secret).isValid).toBe(true);
});
