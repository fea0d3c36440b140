import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MAX_STOPS, stopStreams } from '../../lambda/asking/stop-streams.ts';
import { type Answer, captured, json, type Responder, response, useRestServers } from './rest-server.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const startServer = useRestServers();
const authorization = 'header.payload.signature';
const STOPPED = captured('broadcast-stop-live');

/** Asks a server that answers so to stop one stream. */
async function resultOf(respond: Responder, id = 'cam-1') {
  const { url } = await startServer(respond);
  const { error, results } = await stopStreams({ url, authorization: null }, [id]);
  expect(error).toBeNull();
  return results[0];
}

test('a request is that of the genuine client, with the JWT bare, and is sent once', async () => {
  const { url, requests } = await startServer(() => STOPPED);
  const report = await stopStreams({ url, authorization }, ['stop-1']);
  expect(report).toEqual({ error: null, results: [{ id: 'stop-1', stopped: true, text: 'stopped' }] });
  const golden = readFileSync(new URL('../fixtures/rest/broadcast-stop-live.req.http', import.meta.url), 'latin1');
  expect(requests.map(({ head }) => head.split('\r\n')[0])).toEqual([golden.split('\r\n')[0]]);
  expect(requests[0]?.head).toMatch(/^content-length: 0$/im);
  expect(requests[0]?.head).toMatch(/^authorization: header\.payload\.signature$/im);
});

test.each([
  { name: 'broadcast-stop-live', stopped: true, says: /^stopped$/ },
  { name: 'broadcast-stop-source', stopped: true, says: /^stopped$/ },
  { name: '3.0.3/broadcast-stop-live', stopped: true, says: /^stopped$/ },
  { name: 'broadcast-delete-unknown', stopped: false, says: /stopped nothing: it may have ended/ },
  { name: 'broadcast-get-404', stopped: false, says: /no such stream or application \(404\)/ },
  { name: 'app-wrong-path-404', stopped: false, says: /no such stream or application \(404\)/ },
  { name: 'app-ip-filter-403', stopped: false, says: /IP filter refused/ },
  { name: 'jwt-none-403', stopped: false, says: /refused the JWT/ },
  { name: 'app-starting-403', stopped: false, says: /is starting/ },
  { name: 'no-content-204', stopped: false, says: /answered 204/ },
  { name: 'broadcast-get-broadcasting', stopped: false, says: /not as Ant Media Server/ },
])('$name means stopped: $stopped', async ({ name, stopped, says }) => {
  expect(await resultOf(() => captured(name))).toEqual({ id: 'cam-1', stopped, text: expect.stringMatching(says) });
});

test.each<{ what: string; answer: Answer; says: RegExp }>([
  { what: '401', answer: response(401, 'text/html', ''), says: /401/ },
  { what: 'a 403 of a proxy', answer: response(403, 'text/html', 'pass-word'), says: /not by Ant Media Server/ },
  { what: '500 that says success', answer: response(500, 'application/json', '{"success":true}'), says: /failed \(500\)/ },
  { what: '201', answer: response(201, 'application/json', '{"success":true}'), says: /201/ },
  { what: 'HTML with 200', answer: response(200, 'text/html', '{"success":true}'), says: /not as Ant Media Server/ },
  { what: 'HTML called JSON', answer: response(200, 'application/json', '<html>'), says: /not as Ant Media Server/ },
  { what: 'success in text', answer: json({ success: 'true' }), says: /not as Ant Media Server/ },
  { what: 'null', answer: json(null), says: /not as Ant Media Server/ },
  { what: 'a list', answer: json([{ success: true }]), says: /not as Ant Media Server/ },
  { what: 'garbage', answer: 'SSH-2.0-OpenSSH_9.6\r\n', says: /not as Ant Media Server/ },
  { what: 'a connection that is reset', answer: (socket) => socket.resetAndDestroy(), says: /could not be reached/ },
  { what: 'half an answer', answer: (socket) => socket.end('HTTP/1.1 200 \r\nContent-Length: 9\r\n\r\n{'), says: /could not be reached/ },
  { what: 'silence', answer: () => {}, says: /no complete answer in time/ },
])('$what is not believed, nor quoted', async ({ answer, says }) => {
  const result = await resultOf(() => answer);
  expect(result).toMatchObject({ stopped: false, text: expect.stringMatching(says) });
  expect(result?.text).not.toContain('pass-word');
}, 10_000); // biome-ignore format: rows

test.each([301, 302, 303, 307, 308])('a redirect with %s is not followed', async (status) => {
  const other = await startServer(() => STOPPED);
  const answer = response(status, 'text/html', '', `Location: ${other.url}/rest/v2/broadcasts/cam-1/stop\r\n`);
  expect(await resultOf(() => answer)).toMatchObject({ stopped: false, text: expect.stringContaining('never followed') }); // biome-ignore format: a row
  expect(other.requests).toEqual([]);
});

test.each([
  ...['', '.', '..', 'a/b', 'a\\b', '\ud800'],
  ...['????', 'cam?token=***', 'caf\ufffd', '../cam-2', 'x/stop'],
])('nothing is asked about %j, which a path cannot hold, or which is not as the server has it', async (id) => {
  const { url, requests } = await startServer(() => STOPPED);
  const report = await stopStreams({ url, authorization }, [id]);
  expect(report.results).toEqual([{ id, stopped: false, text: 'not asked: its id cannot be asked about' }]);
  expect(requests).toEqual([]);
});

test('each stream is asked about once, encoded, at most 20 at once, also when connections are reset', async () => {
  const ids = Array.from({ length: MAX_STOPS }, (_, n) => `cam ${n}#%2F`);
  const { url, requests, maxAtOnce } = await startServer(({ path }) =>
    path.includes('cam%203') ? (socket) => socket.resetAndDestroy() : STOPPED,
  );
  const { results } = await stopStreams({ url, authorization }, ids);
  expect(results.map(({ id }) => id)).toEqual(ids);
  expect(requests.map(({ path }) => path).sort()).toEqual(
    ids.map((id) => `/LiveApp/rest/v2/broadcasts/${encodeURIComponent(id)}/stop`).sort(),
  );
  expect(maxAtOnce()).toBeLessThanOrEqual(20);
  expect(results.filter(({ stopped }) => !stopped).map(({ id }) => id)).toEqual(ids.filter((id) => id.startsWith('cam 3'))); // biome-ignore format: a row
});

test('nothing is sent to a certificate that nobody signed, and nothing is asked without streams', async () => {
  const { url, requests } = await startServer(() => STOPPED, selfSignedCertificate());
  expect((await stopStreams({ url, authorization }, ['cam-1'])).results).toMatchObject([{ stopped: false, text: expect.stringContaining('certificate is not trusted') }]); // biome-ignore format: a row
  expect(await stopStreams({ url, authorization }, [])).toEqual({ error: null, results: [] });
  expect(requests).toEqual([]);
});
