import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askServer } from '../../lambda/asking/ask-server.ts';
import type { Verdict } from '../../lambda/asking/media-servers.ts';
import { monotonicMs } from '../../lambda/monotonic-ms.ts';
import { type Answer, afterCount, captured, json, type Responder, response, useRestServers } from './rest-server.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

const startServer = useRestServers();
const soon = (ms = 20_000) => monotonicMs() + ms;

/** Asks a server that answers so about one stream. */
async function verdictOf(respond: Responder, id = 'cam-1'): Promise<Verdict | undefined> {
  const { url } = await startServer(respond);
  return (await askServer({ url, authorization: null }, [id], soon())).get(id);
}

const unclear = (reason: RegExp) => ({ kind: 'unclear', reason: expect.stringMatching(reason) });
const ended = (updateTime: number | null = null) => ({ kind: 'ended', updateTime });

describe('the genuine server', () => {
  test.each([
    { name: 'broadcast-get-broadcasting', id: 'cam-1', says: { kind: 'live' } },
    { name: 'broadcast-get-broadcasting-automatic', id: 'cam-auto', says: { kind: 'live' } },
    { name: 'broadcast-get-preparing', id: 'pull-1', says: { kind: 'live' } },
    { name: 'broadcast-get-created', id: 'cam-1', says: ended() },
    { name: 'broadcast-get-finished', id: 'cam-1', says: ended(1_795_629_509_375) },
    { name: 'broadcast-get-after-crash', id: 'crash-1', says: ended(1_795_630_830_257) },
    { name: 'broadcast-get-terminated_unexpectedly', id: 'node-1', says: ended(1_795_630_959_730) },
    { name: 'broadcast-get-404', id: 'cam-1', says: ended() },
    { name: 'broadcast-get-ended-automatic-404', id: 'cam-auto', says: ended() },
    { name: 'broadcast-get-after-delete-live', id: 'cam-1', says: ended() },
    { name: '2.9.0/broadcast-get-broadcasting', id: 'cam-1', says: { kind: 'live' } },
    { name: '2.9.0/broadcast-get-broadcasting-automatic', id: 'cam-auto', says: { kind: 'live' } },
    { name: '2.9.0/broadcast-get-created', id: 'cam-1', says: ended() },
    { name: '2.9.0/broadcast-get-finished', id: 'cam-1', says: ended(1_795_630_528_532) },
    { name: '2.9.0/broadcast-get-404', id: 'cam-1', says: ended() },
    { name: '2.9.0/broadcast-get-ended-automatic-404', id: 'cam-auto', says: ended() },
    { name: '2.9.0/app-ip-filter-403', id: 'cam-1', says: unclear(/IP filter/) },
    { name: '3.0.3/broadcast-get-broadcasting', id: 'cam-1', says: { kind: 'live' } },
    { name: '3.0.3/broadcast-get-broadcasting-automatic', id: 'cam-auto', says: { kind: 'live' } },
    { name: '3.0.3/broadcast-get-created', id: 'cam-1', says: ended() },
    { name: '3.0.3/broadcast-get-finished', id: 'cam-1', says: ended(1_795_630_728_647) },
    { name: '3.0.3/broadcast-get-404', id: 'cam-1', says: ended() },
    { name: '3.0.3/broadcast-get-ended-automatic-404', id: 'cam-auto', says: ended() },
    { name: '3.0.3/app-ip-filter-403', id: 'cam-1', says: unclear(/IP filter/) },
    { name: 'app-ip-filter-403', id: 'cam-1', says: unclear(/IP filter/) },
    { name: 'jwt-ok-but-ip-403', id: 'cam-1', says: unclear(/IP filter/) },
    { name: 'jwt-none-403', id: 'cam-1', says: unclear(/JWT/) },
    { name: 'jwt-expired-403', id: 'cam-1', says: unclear(/JWT/) },
    { name: 'app-starting-403', id: 'cam-1', says: unclear(/starting/) },
    { name: 'app-wrong-path-404', id: 'cam-1', says: unclear(/application/) },
    { name: 'app-version', id: 'cam-1', says: unclear(/something else/) },
    { name: 'broadcasts-list-gzip', id: 'cam-1', says: unclear(/something else/) },
    { name: 'no-content-204', id: 'cam-1', says: unclear(/204/) },
    { name: 'broadcast-get-broadcasting', id: 'another', says: unclear(/something else than this stream/) },
  ])('says $says.kind of $id with $name, byte for byte', async ({ name, id, says }) => {
    expect(
      await verdictOf(
        afterCount(() => captured(name)),
        id,
      ),
    ).toEqual(says);
  });

  test.each(['2.9.0', '3.0.3'])('of version %s counts its broadcasts', async (version) => {
    const respond: Responder = ({ path }) =>
      captured(`${version}/${path.endsWith('/count') ? 'broadcasts-active-count' : 'broadcast-get-404'}`);
    expect(await verdictOf(respond)).toEqual(ended());
  });
});

describe('without a good count nobody is asked further, and nothing is concluded:', () => {
  test.each([
    { name: 'app-wrong-path-404', says: /no such application/ },
    { name: 'app-ip-filter-403', says: /IP filter/ },
    { name: 'jwt-none-403', says: /JWT/ },
    { name: 'app-starting-403', says: /starting/ },
    { name: 'no-content-204', says: /204/ },
    { name: 'app-version', says: /not as Ant Media Server/ },
    { name: 'broadcast-get-broadcasting', says: /not as Ant Media Server/ },
  ])('$name', async ({ name, says }) => {
    const { url, requests } = await startServer(({ path }) =>
      captured(path.endsWith('/count') ? name : 'broadcast-get-404'),
    );
    const verdicts = await askServer({ url, authorization: null }, ['a', 'b'], soon());
    expect([...verdicts]).toEqual([
      ['a', unclear(says)],
      ['b', unclear(says)],
    ]);
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['text', response(200, 'text/plain', '{"number":1}')],
    ['a number in text', json({ number: '1' })],
    ['a negative number', json({ number: -1 })],
    ['half a number', json({ number: 0.5 })],
    ['null', json(null)],
    ['a list', json([{ number: 1 }])],
    ['status 201', response(201, 'application/json', '{"number":1}')],
  ])('%s', async (_what, count) => {
    expect(await verdictOf(({ path }) => (path.endsWith('/count') ? count : captured('broadcast-get-404')))).toEqual(
      unclear(/not as Ant Media Server/),
    );
  });

  test('nothing listens', async () => {
    const verdicts = await askServer({ url: 'http://127.0.0.1:1/LiveApp', authorization: null }, ['a'], soon());
    expect([...verdicts]).toEqual([['a', unclear(/could not be reached \(ECONNREFUSED\)/)]]);
  });
});

const broadcast = { streamId: 'cam-1', status: 'finished', updateTime: 1_795_629_509_375 };
const finished = JSON.stringify(broadcast);
const cut = (socket: Parameters<Extract<Answer, (...args: never) => void>>[0], text: string) => socket.end(text);

describe('nothing is concluded from', () => {
  test.each<{ what: string; answer: Answer; says: RegExp }>([
    { what: 'HTML with 200', answer: response(200, 'text/html', '<html>'), says: /not as Ant Media Server/ },
    { what: 'JSON called HTML', answer: response(200, 'text/html', finished), says: /not as Ant Media Server/ },
    { what: 'HTML called JSON', answer: response(200, 'application/json', '<html>'), says: /not as Ant Media Server/ },
    { what: 'half of the JSON', answer: response(200, 'application/json', finished.slice(0, 30)), says: /not as/ },
    { what: 'an unknown status', answer: json({ ...broadcast, status: 'offline' }), says: /status that this version/ },
    { what: 'a status in capitals', answer: json({ ...broadcast, status: 'FINISHED' }), says: /status that/ },
    { what: 'no status', answer: json({ streamId: 'cam-1' }), says: /status that/ },
    { what: 'a status named as a property of objects', answer: json({ ...broadcast, status: 'constructor' }), says: /status that/ },
    { what: 'no id', answer: json({ status: 'finished' }), says: /something else/ },
    { what: 'a list', answer: json([broadcast]), says: /something else/ },
    { what: 'null', answer: json(null), says: /not as Ant Media Server/ },
    { what: '201', answer: response(201, 'application/json', finished), says: /201/ },
    { what: '204', answer: 'HTTP/1.1 204 \r\n\r\n', says: /204/ },
    { what: '301', answer: response(301, 'text/html', '', 'Location: /LiveApp\r\n'), says: /redirected the request \(301\)/ },
    { what: '304', answer: 'HTTP/1.1 304 \r\n\r\n', says: /304/ },
    { what: '401', answer: response(401, 'text/html', ''), says: /401/ },
    { what: 'a 403 of a proxy', answer: response(403, 'text/html', 'Forbidden'), says: /not by Ant Media Server/ },
    { what: '410', answer: response(410, 'text/html', ''), says: /410/ },
    { what: '500', answer: response(500, 'application/json', finished), says: /failed \(500\)/ },
    { what: '503', answer: response(503, 'text/html', ''), says: /failed \(503\)/ },
    { what: 'garbage', answer: 'SSH-2.0-OpenSSH_9.6\r\n', says: /not as Ant Media Server/ },
    { what: 'bytes at random', answer: Buffer.from([0, 255, 22, 3, 1, 13, 10, 13, 10]), says: /not as Ant Media Server/ },
    { what: 'half an answer', answer: (socket) => cut(socket, 'HTTP/1.1 404 \r\nContent-Length: 9\r\n\r\nHalf'), says: /could not be reached/ },
    { what: 'half a chunked answer', answer: (socket) => cut(socket, `HTTP/1.1 404 \r\nTransfer-Encoding: chunked\r\n\r\n4\r\nHalf\r\n`), says: /could not be reached/ },
    { what: 'half of the headers', answer: (socket) => cut(socket, 'HTTP/1.1 404 \r\nContent-'), says: /could not be reached/ },
    { what: 'a closed connection', answer: (socket) => socket.destroy(), says: /could not be reached/ },
    { what: 'a connection that is reset', answer: (socket) => socket.resetAndDestroy(), says: /could not be reached/ },
    { what: '10 MB', answer: response(404, 'text/html', Buffer.alloc(10_000_000)), says: /TOO_LARGE/ },
    { what: 'one byte too many', answer: response(404, 'text/html', Buffer.alloc(262_145)), says: /TOO_LARGE/ },
    { what: '10 MB in 10 KB of gzip', answer: response(404, 'text/html', gzipSync(Buffer.alloc(10_000_000)), 'Content-Encoding: gzip\r\n'), says: /TOO_LARGE/ },
    { what: 'gzip that is none', answer: response(200, 'application/json', finished, 'Content-Encoding: gzip\r\n'), says: /not as Ant Media Server/ },
    { what: 'half of the gzip', answer: response(404, 'text/html', gzipSync(finished).subarray(0, 20), 'Content-Encoding: gzip\r\n'), says: /not as/ },
    { what: 'another encoding', answer: response(404, 'text/html', finished, 'Content-Encoding: br\r\n'), says: /UNKNOWN_ENCODING/ },
    { what: 'endless headers', answer: `HTTP/1.1 404 \r\n${'X-Header: 0123456789\r\n'.repeat(2_000)}`, says: /not as Ant Media Server/ },
  ])('$what', async ({ answer, says }) => {
    expect(await verdictOf(afterCount(() => answer))).toEqual(unclear(says));
  }); // biome-ignore format: rows

  test.each<{ what: string; answer: Answer }>([
    { what: 'silence', answer: () => {} },
    { what: 'an answer that drips for ever', answer: drip(`HTTP/1.1 404 \r\nContent-Length: 9999\r\n\r\n`) },
    { what: 'headers that drip for ever', answer: drip('HTTP/1.1 404 \r\nX-Header: ') },
    { what: 'interim answers for ever', answer: drip('', 'HTTP/1.1 103 \r\n\r\n') },
  ])('$what: after 2 s it is over', async ({ answer }) => {
    expect(await verdictOf(afterCount(() => answer))).toEqual(unclear(/no complete answer in time/));
  });

  test.each([{ updateTime: 0 }, { updateTime: -5 }, { updateTime: '1795629509375' }, { updateTime: 1.5 }, {}])(
    'an updateTime that is no time: $updateTime',
    async (fields) => {
      const answer = json({ streamId: 'cam-1', status: 'finished', ...fields });
      expect(await verdictOf(afterCount(() => answer))).toEqual(ended());
    },
  );
});

/** Sends a beginning, then something every 50 ms for as long as it may. */
function drip(beginning: string, drop = 'x'): Answer {
  return (socket) => {
    socket.write(beginning);
    const timer = setInterval(() => socket.write(drop), 50);
    socket.on('close', () => clearInterval(timer));
  };
}

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])('with %s is not followed, to wherever it points', async (status) => {
    const followed: string[] = [];
    const listener = createServer((socket) => followed.push(String(socket.remotePort))).listen(0, '127.0.0.1');
    onTestFinished(() => void listener.close());
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo; // it listens on TCP
    for (const location of [
      `http://127.0.0.1:${port}/`,
      'http://169.254.169.254/latest/',
      '//127.0.0.1:1/',
      '/LiveApp/',
    ]) {
      const answer = response(status, 'text/html', '', `Location: ${location}\r\n`);
      const { url, requests } = await startServer(afterCount(() => answer));
      const verdicts = await askServer({ url, authorization: 'jwt' }, ['cam-1'], soon());
      expect(verdicts.get('cam-1')).toEqual(unclear(/never followed/));
      expect(requests).toHaveLength(2);
    }
    expect(followed).toEqual([]);
  });
});

describe('a certificate', () => {
  test('that nobody signed is not trusted, and nothing is sent', async () => {
    const { url, requests } = await startServer(
      afterCount(() => captured('broadcast-get-404')),
      selfSignedCertificate(),
    );
    const verdicts = await askServer({ url, authorization: 'jwt' }, ['cam-1'], soon());
    expect(verdicts.get('cam-1')).toEqual(unclear(/certificate is not trusted/));
    expect(requests).toEqual([]);
  });
});

describe('a request', () => {
  test('is a GET of the broadcast with the JWT bare, and with the id encoded', async () => {
    const { url, requests } = await startServer(afterCount(() => captured('broadcast-get-404')));
    const ids = ['cam-1', 'Kamera 1 çam', 'a%2Fb', 'x:y#z;w&v=1', '..a', '東京'];
    const verdicts = await askServer({ url, authorization: 'header.payload.signature' }, ids, soon());
    expect([...verdicts.keys()].sort()).toEqual([...ids].sort());
    expect(requests.map(({ path }) => path).sort()).toEqual(
      ['count', ...ids.map(encodeURIComponent)].map((last) => `/LiveApp/rest/v2/broadcasts/${last}`).sort(),
    );
    for (const { head } of requests) {
      expect(head).toMatch(/^GET \S+ HTTP\/1\.1\r\n/);
      expect(head).toMatch(/^authorization: header\.payload\.signature$/im);
      expect(head).toMatch(/^accept: application\/json$/im);
    }
  });

  test('has no authorization where there is no secret', async () => {
    const { url, requests } = await startServer(afterCount(() => captured('broadcast-get-404')));
    await askServer({ url, authorization: null }, ['cam-1'], soon());
    expect(requests.filter(({ head }) => /authorization/i.test(head))).toEqual([]);
  });

  test.each([...['', '.', '..', 'a/b', 'a\\b', '\ud800'], ...['????', 'cam?token=***', 'rtmp:***@cam', 'caf\ufffd']])(
    'is not made for %j, which a path cannot hold, or which is not as the server has it',
    async (id) => {
      const { url, requests } = await startServer(afterCount(() => captured('broadcast-get-404')));
      const verdicts = await askServer({ url, authorization: null }, [id], soon());
      expect(verdicts.get(id)).toEqual(unclear(/cannot be asked about/));
      expect(requests).toHaveLength(1);
    },
  );

  test('is made again where the server closed the idle connection meanwhile', async () => {
    let answered = 0;
    const respond: Responder = (request) => {
      const answer = afterCount(() => captured('broadcast-get-404'))(request);
      if (typeof answer === 'function' || ++answered > 1) return answer;
      return (socket) => socket.write(answer, () => socket.on('data', () => socket.resetAndDestroy()));
    };
    const { url } = await startServer(respond);
    expect([...(await askServer({ url, authorization: null }, ['cam-1'], soon())).values()]).toEqual([ended()]);
  });
});

describe('many streams', () => {
  const ids = Array.from({ length: 200 }, (_, n) => `cam-${n}`);

  test('are asked about at most 20 at once, over at most 20 connections', async () => {
    let open = 0;
    let max = 0;
    const respond = afterCount(() => {
      max = Math.max(max, ++open);
      return (socket) =>
        setTimeout(() => {
          open--;
          socket.write(captured('broadcast-get-404'));
        }, 10);
    });
    const { url, requests, connections } = await startServer(respond);
    const verdicts = await askServer({ url, authorization: null }, ids, soon());
    expect({ asked: verdicts.size, requests: requests.length }).toEqual({ asked: 200, requests: 201 });
    expect(max).toBe(20);
    expect(connections()).toBeLessThanOrEqual(20);
  });

  test('that the deadline does not reach are not in the answer, nor those whose request it cuts short', async () => {
    const respond = afterCount(({ path }) => (path.endsWith('/cam-0') ? captured('broadcast-get-404') : () => {}));
    const { url, requests } = await startServer(respond);
    const verdicts = await askServer({ url, authorization: null }, ids, soon(1_500));
    expect([...verdicts]).toEqual([['cam-0', ended()]]);
    expect(requests.length).toBeLessThan(30);
  });

  test('are not asked about at all after the deadline', async () => {
    const { url, requests } = await startServer(afterCount(() => captured('broadcast-get-404')));
    expect(await askServer({ url, authorization: null }, ids, soon(-1))).toEqual(new Map());
    expect(requests).toEqual([]);
  });

  test('are given up on when the server answers no more', async () => {
    const { url, requests } = await startServer(afterCount(() => (socket) => socket.destroy()));
    const verdicts = await askServer({ url, authorization: null }, ids, soon());
    expect(verdicts.size).toBe(200);
    expect(new Set([...verdicts.values()].map(({ kind }) => kind))).toEqual(new Set(['unclear']));
    expect(verdicts.get('cam-199')).toEqual(unclear(/answered no more/));
    expect(requests.length).toBeLessThan(100);
  });

  test('each get their own answer, whatever the order', async () => {
    const respond = afterCount(({ path }) => {
      const n = Number(path.split('-')[1]);
      const status = n % 2 === 0 ? 'broadcasting' : 'finished';
      return (socket) =>
        setTimeout(() => socket.write(json({ streamId: `cam-${n}`, status, updateTime: n })), 30 - (n % 30));
    });
    const { url } = await startServer(respond);
    const verdicts = await askServer({ url, authorization: null }, ids, soon());
    for (const [n, id] of ids.entries()) expect(verdicts.get(id)).toEqual(n % 2 === 0 ? { kind: 'live' } : ended(n));
  });
});

test('gzip is understood', async () => {
  const body = gzipSync(JSON.stringify({ ...broadcast, description: 'x'.repeat(5_000) }));
  const answer = response(200, 'application/json;charset=UTF-8', body, 'Content-Encoding: gzip\r\n');
  expect(await verdictOf(afterCount(() => answer))).toEqual(ended(broadcast.updateTime));
});
