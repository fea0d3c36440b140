import { expect, test } from 'vitest';
import { checkServer } from '../../lambda/asking/check-server.ts';
import { captured, json, response, useRestServers } from './rest-server.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const startServer = useRestServers();
const authorization = 'header.payload.signature';

test('a good server is fine, and is asked once', async () => {
  const { url, requests } = await startServer(() => json({ number: 3 }, `Date: ${new Date().toUTCString()}\r\n`));
  const check = await checkServer({ url, authorization });
  expect(check).toEqual({ ok: true, outcome: 'fine', text: expect.stringContaining('broadcasts: 3'), broadcasts: 3, clockAheadMs: expect.any(Number) }); // biome-ignore format: a row
  expect(check.text).not.toContain('clock');
  expect(requests.map(({ path }) => path)).toEqual(['/LiveApp/rest/v2/broadcasts/count']);
});

test.each([
  { name: 'app-ip-filter-403', outcome: 'ipRefused', says: /IP filter refused.*allowed IPs/ },
  { name: '2.9.0/app-ip-filter-403', outcome: 'ipRefused', says: /IP filter refused/ },
  { name: '3.0.3/app-ip-filter-403', outcome: 'ipRefused', says: /IP filter refused/ },
  { name: 'jwt-ok-but-ip-403', outcome: 'ipRefused', says: /IP filter refused/ },
  { name: 'jwt-expired-403', outcome: 'jwtRefused', says: /refused the JWT.*secret/ },
  { name: 'app-wrong-path-404', outcome: 'noSuchApp', says: /no such application.*name of the application/ },
  { name: 'app-starting-403', outcome: 'starting', says: /is starting.*try again/ },
  { name: 'no-content-204', outcome: 'notMediaServer', says: /answered 204.*check the URL/ },
  { name: 'app-version', outcome: 'notMediaServer', says: /answered 200, but not as Ant Media Server/ },
])('$outcome is what $name says', async ({ name, outcome, says }) => {
  const { url } = await startServer(() => captured(name));
  const check = await checkServer({ url, authorization });
  expect(check).toMatchObject({ ok: false, outcome, text: expect.stringMatching(says), broadcasts: null });
});

test('a JWT that is missing is asked for', async () => {
  const { url } = await startServer(() => captured('jwt-none-403'));
  expect(await checkServer({ url, authorization: null })).toMatchObject({
    outcome: 'jwtRefused',
    text: expect.stringContaining('without --no-jwt'),
  });
});

test.each([
  { outcome: 'redirected', answer: response(301, 'text/html', '', 'Location: https://example.com/\r\n') },
  { outcome: 'refused', answer: response(401, 'text/html', '') },
  { outcome: 'serverError', answer: response(502, 'text/html', '') },
  { outcome: 'notMediaServer', answer: 'SSH-2.0-OpenSSH_9.6\r\n' },
  { outcome: 'unreachable', answer: 'HTTP/1.1 200 \r\nContent-Length: 9\r\n\r\n{' },
])('$outcome is what is heard of other servers', async ({ outcome, answer }) => {
  const { url } = await startServer(() => (socket) => socket.end(answer));
  expect(await checkServer({ url, authorization })).toMatchObject({ ok: false, outcome });
});

test('nothing of an answer is quoted', async () => {
  const { url } = await startServer(() => response(403, 'text/html', 'pass-word', 'Date: pass-word\r\n'));
  expect(JSON.stringify(await checkServer({ url, authorization }))).not.toContain('pass-word');
});

test('a certificate that nobody signed, HTTP where TLS is expected, and TLS where HTTP is', async () => {
  const secure = await startServer(() => json({ number: 1 }), selfSignedCertificate());
  expect(await checkServer({ url: secure.url, authorization })).toMatchObject({ outcome: 'certificate', ok: false });
  expect((await checkServer({ url: secure.url.replace('https', 'http'), authorization })).ok).toBe(false);
  const plain = await startServer(() => (socket) => socket.end(response(400, 'text/html', '')));
  expect((await checkServer({ url: plain.url.replace('http', 'https'), authorization })).ok).toBe(false);
  expect(secure.requests).toEqual([]);
});

test.each([
  { url: 'http://127.0.0.1:1/LiveApp', outcome: 'unreachable' },
  { url: 'https://media-server.invalid/LiveApp', outcome: 'nameNotFound' },
])('$outcome is what is heard of $url', async ({ url, outcome }) => {
  expect(await checkServer({ url, authorization })).toMatchObject({ ok: false, outcome });
});

test('silence ends after 2 s', async () => {
  const { url } = await startServer(() => () => {});
  expect(await checkServer({ url, authorization })).toMatchObject({ ok: false, outcome: 'timedOut' });
});

test.each([
  { aheadMs: 95_400, says: /its clock is 9[45] s ahead of ours/ },
  { aheadMs: -3_660_000, says: /its clock is 61 min behind ours/ },
  { aheadMs: 20_000, says: /^(?!.*clock)/ },
  { aheadMs: -20_000, says: /^(?!.*clock)/ },
])('a clock that is $aheadMs ms ahead', async ({ aheadMs, says }) => {
  const { url } = await startServer(() =>
    json({ number: 0 }, `Date: ${new Date(Date.now() + aheadMs).toUTCString()}\r\n`),
  );
  const { ok, text, clockAheadMs } = await checkServer({ url, authorization });
  expect(ok).toBe(true);
  expect(text).toMatch(says);
  expect(Math.abs((clockAheadMs ?? Number.NaN) - aheadMs)).toBeLessThan(10_000);
});

test.each(['', 'Date: yesterday\r\n'])('without a date the clock is not known: %j', async (header) => {
  const { url } = await startServer(() => json({ number: 0 }, header));
  expect(await checkServer({ url, authorization })).toMatchObject({ ok: true, clockAheadMs: null });
});
