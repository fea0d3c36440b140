import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import type { Payload } from '../../lambda/notifying/notification.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { createSigningSecret } from '../../lambda/notifying/sending/create-signing-secret.ts';
import { resolveByDns } from '../../lambda/notifying/sending/resolve-name.ts';
import { type SendDeps, send } from '../../lambda/notifying/sending/send-payload.ts';
import { selfSignedCertificate } from '../asking/self-signed-certificate.ts';
import { type DnsServer, startDnsServer } from './dns-server.ts';
import { buildRecipient } from './recipient.builder.ts';
import { hang, type SinkAnswer, useSinks, withHeaders } from './use-sinks.ts';

const startSink = useSinks();

const SECRET_PATH = '/services/T0/B0/very-secret';
const payload: Payload = { kind: 'post', id: 'event-1', body: '{"text":"Straße ⚓"}' };

const trySend = (to: string, changes: Partial<Recipient> = {}, deps: Partial<SendDeps> = {}) =>
  send(buildRecipient({ to, ...changes }), payload, { now: Date.now, publish: null, ...deps });

const isOk = { ok: true, refusedContent: false, retryAfterMs: null };
const failed = { ok: false, refusedContent: false, retryAfterMs: null };
const refused = { ok: false, refusedContent: true, retryAfterMs: null };

describe('an answer', () => {
  test.each<[number, object]>([
    ...[200, 202, 204].map((status): [number, object] => [status, isOk]),
    ...[301, 401, 403, 404, 408, 410, 429, 500, 502, 503].map((status): [number, object] => [status, failed]),
    ...[400, 405, 413, 415, 422].map((status): [number, object] => [status, refused]),
  ])('%i means %o', async (status, outcome) => {
    const { url } = await startSink(() => status);
    const text = status === 301 ? 'answered 301 (redirects are not followed)' : `answered ${status}`;
    expect(await trySend(url)).toEqual({ ...outcome, text, ms: expect.any(Number) });
  });

  test('that redirects is not followed', async () => {
    const elsewhere = await startSink();
    const { url } = await startSink(() => withHeaders(307, { location: elsewhere.url }));
    expect(await trySend(url)).toMatchObject(failed);
    expect(elsewhere.posts).toEqual([]);
  });

  test('asks for a wait in seconds or until a date', async () => {
    const now = Date.parse('2026-11-26T12:00:00Z');
    const ask = async (after: string) => {
      const { url } = await startSink(() => withHeaders(429, { 'retry-after': after }));
      return (await trySend(url, {}, { now: () => now })).retryAfterMs;
    };
    expect(await Promise.all([ask('30'), ask('0.5'), ask('Thu, 26 Nov 2026 12:01:00 GMT'), ask('soon')])).toEqual([
      ...[30_000, 500, 60_000, null],
    ]);
  });

  test.each<[string, SinkAnswer, { readonly text: string }]>([
    ['that never comes', hang, { ...failed, text: 'no answer within 0.3 s' }],
    ['that is closed before it comes', (response) => response.destroy(), { ...failed, text: 'no answer: ECONNRESET' }],
    [
      'that is no HTTP',
      (response) => response.socket?.end('220 mail.example ESMTP\r\n'),
      { ...failed, text: 'no answer: HPE_INVALID_CONSTANT' },
    ],
    [
      'whose head drips',
      (response) => drip(response.socket, 'HTTP/1.1 200 OK\r\nx: '),
      { ...failed, text: 'no answer within 0.3 s' },
    ],
    [
      'whose body never ends',
      (response) => void response.writeHead(200).write('half'),
      { ...isOk, text: 'answered 200' },
    ],
    [
      'that breaks off',
      (response) => void response.writeHead(500, { 'content-length': '9' }).write('x', () => response.destroy()),
      { ...failed, text: 'answered 500' },
    ],
    [
      'that changes the protocol',
      (response) =>
        response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
      { ...failed, text: 'no answer: the connection was closed' },
    ],
  ])('%s is an outcome', async (_, answer, outcome) => {
    const { url } = await startSink(() => answer);
    const timeoutMs = outcome.text === 'no answer within 0.3 s' ? 300 : 1_500;
    expect(await trySend(url, {}, { timeoutMs })).toMatchObject(outcome);
  });
});

test('of an answer with a huge body only a part is read', async () => {
  const chunks = 5_000;
  let written = 0;
  const body = function* () {
    for (; written < chunks; written += 1) yield Buffer.alloc(65_536);
  };
  const { url } = await startSink(() => (response) => {
    response.writeHead(200);
    pipeline(Readable.from(body()), response).catch(() => {}); // it is closed
  });
  expect(await trySend(url)).toMatchObject({ ...isOk, text: 'answered 200' });
  expect(written).toBeLessThan(chunks / 2); // what the system buffers
});

/** Writes a byte every 20 ms, for ever. */
function drip(socket: NodeJS.WritableStream | null, head: string): void {
  socket?.write(head);
  const timer = setInterval(() => socket?.write('x'), 20);
  socket?.on('close', () => clearInterval(timer)).on('error', () => {});
}

describe('a recipient that cannot be reached', () => {
  test('is an outcome, whose text never quotes its URL', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    const port = await new Promise((done) => closed.on('listening', () => done(Object(closed.address()).port)));
    await new Promise((done) => closed.close(done));
    const targets = [
      [`http://127.0.0.1:${port}${SECRET_PATH}`, 'no answer: ECONNREFUSED'],
      [`https://no-such-host.invalid${SECRET_PATH}`, expect.stringMatching(/^no answer: (ENOTFOUND|EAI_AGAIN)$/)],
      [`https://secret name/${SECRET_PATH}`, 'no answer: ERR_INVALID_URL'],
    ] as const;
    for (const [to, text] of targets) expect(await trySend(to)).toMatchObject({ ...failed, text });
  });

  test('has a certificate that nobody trusts', async () => {
    const certificate = selfSignedCertificate();
    const { url, posts } = await startSink(undefined, certificate);
    expect(await trySend(url)).toMatchObject({ ...failed, text: 'no answer: DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(posts).toEqual([]);
    expect(await trySend(url, {}, { ca: certificate.cert })).toMatchObject(isOk);
  });

  test('speaks no TLS', async () => {
    const { url } = await startSink();
    expect(await trySend(url.replace('http:', 'https:'))).toMatchObject({
      ok: false,
      text: expect.stringMatching(/^no answer: E/),
    });
  });
});

/** Looks names up by a DNS server. */
const lookUpBy =
  ({ address }: DnsServer): NonNullable<SendDeps['lookup']> =>
  (name, signal) =>
    resolveByDns(name, signal, [address]);

describe('a private address', () => {
  test('is not connected to, by whatever name', async () => {
    const certificate = selfSignedCertificate();
    const { url, posts } = await startSink(undefined, certificate);
    const { port } = new URL(url);
    const dns = await startDnsServer((name) => (name === 'mixed.example' ? ['8.8.8.8', '127.0.0.1'] : ['127.0.0.1']));
    const deps = { ca: certificate.cert, lookup: lookUpBy(dns) };
    const literals = ['127.0.0.1', '127.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost'];
    for (const host of [...literals, 'rebound.example', 'mixed.example']) {
      const outcome = await trySend(`https://${host}:${port}/`, { allowPrivate: false }, deps);
      expect(outcome, host).toMatchObject({
        ...failed,
        text: 'not sent: its URL leads to a private address (--allow-private permits it)',
      });
    }
    expect(posts).toEqual([]);
    expect(new Set(dns.questions)).toEqual(
      new Set(['rebound.example A', 'rebound.example AAAA', 'mixed.example A', 'mixed.example AAAA']),
    );
  });

  test('is what a checked name is connected to, looked up once', async () => {
    const { url, posts } = await startSink();
    const dns = await startDnsServer(() => ['127.0.0.1']);
    const outcome = await trySend(`http://rebound.example:${new URL(url).port}/`, {}, { lookup: lookUpBy(dns) });
    expect(outcome).toMatchObject(isOk);
    expect([posts.length, dns.questions.sort()]).toEqual([1, ['rebound.example A', 'rebound.example AAAA']]);
  });
});

describe('a name', () => {
  test('that no DNS server answers for holds up no other', async () => {
    const { url, posts } = await startSink();
    const [mute, dns] = [await startDnsServer(() => null), await startDnsServer(() => ['127.0.0.1'])];
    let settled = 0;
    const hanging = Array.from({ length: 20 }, async (_, n) => {
      const deps = { lookup: lookUpBy(mute), timeoutMs: 30_000 };
      const outcome = await trySend(`https://mute-${n}.example/`, { allowPrivate: false }, deps);
      settled += 1;
      return outcome;
    });
    const { port } = new URL(url);
    for (const [host, lookup] of [['localhost', undefined], ['known.example', lookUpBy(dns)]] as const) // biome-ignore format: a row each
      expect(await trySend(`http://${host}:${port}/`, {}, { lookup })).toMatchObject(isOk);
    expect([posts.length, settled]).toEqual([2, 0]);
    for (const outcome of await Promise.all(hanging))
      expect(outcome).toMatchObject({ ...failed, text: 'no answer: ETIMEOUT' });
    expect(new Set(mute.questions).size).toBe(2 * hanging.length);
  });

  test('that has no address, or no DNS server that answers in time, is an outcome', async () => {
    const [mute, empty] = [await startDnsServer(() => null), await startDnsServer(() => [])];
    const ask = async (dns: DnsServer, deps: Partial<SendDeps> = {}) =>
      (await trySend('https://x.example/', { allowPrivate: false }, { lookup: lookUpBy(dns), ...deps })).text;
    expect(await Promise.all([ask(mute), ask(empty), ask(mute, { timeoutMs: 500 })])).toEqual([
      'no answer: ETIMEOUT',
      'no answer: ENOTFOUND',
      'no answer within 0.5 s',
    ]);
  });
});

describe('an envelope', () => {
  const read = async (secrets: Recipient['secrets'], deps: Partial<SendDeps> = {}) => {
    const { url, posts } = await startSink();
    await trySend(url, { secrets }, deps);
    const [post] = posts;
    if (post === undefined) throw new Error('expected a post');
    const verify = (secret: string) => new Webhook(secret).verify(post.body, post.headers as Record<string, string>);
    return { post, verify };
  };

  test('is signed, as an independent implementation of Standard Webhooks reads it', async () => {
    const secret = createSigningSecret();
    const { post, verify } = await read([{ secret, until: null }]);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(verify(secret)).toEqual({ text: 'Straße ⚓' });
    expect(() => verify(createSigningSecret())).toThrow('No matching signature');
    expect(post.body).toBe(payload.body);
    expect(post.headers).toMatchObject({
      ...{ 'webhook-id': 'event-1', 'content-type': 'application/json', 'user-agent': 'ant-media-webhooks' },
      'content-length': String(Buffer.byteLength(payload.body)),
    });
  });

  test('is signed by the old secret and the new one until a rotation is over, without a gap', async () => {
    const [older, newer] = [createSigningSecret(), createSigningSecret()];
    const now = Date.now();
    const rotated = (until: number) => [
      { secret: newer, until: null },
      { secret: older, until },
    ];
    const during = await read(rotated(now + 1), { now: () => now });
    expect([during.verify(older), during.verify(newer)]).toEqual([{ text: 'Straße ⚓' }, { text: 'Straße ⚓' }]);
    const after = await read(rotated(now), { now: () => now });
    expect(after.verify(newer)).toEqual({ text: 'Straße ⚓' });
    expect(() => after.verify(older)).toThrow('No matching signature');
  });

  test('is what is signed: words for a chat are not', async () => {
    const { url, posts } = await startSink();
    await trySend(url, { style: 'discord' });
    expect(Object.keys(posts[0]?.headers ?? {}).filter((name) => name.startsWith('webhook-'))).toEqual([]);
  });
});

describe('a mail', () => {
  const mail: Payload = { kind: 'mail', subject: 'cam-1 ended', text: 'LiveApp/cam-1 ended' };
  const topic = buildRecipient({ to: 'arn:aws:sns:eu-west-1:123456789012:stack-notify-team', style: 'mail' });
  const publishWith = (publish: SendDeps['publish']) => send(topic, mail, { now: Date.now, publish, timeoutMs: 100 });

  test('is published to its topic', async () => {
    const published: string[][] = [];
    expect(await publishWith(async (...parts) => published.push(parts))).toMatchObject({
      ...isOk,
      text: 'published to its topic',
    });
    expect(published).toEqual([[topic.to, 'cam-1 ended', 'LiveApp/cam-1 ended']]);
  });

  test.each([
    ['NotFoundException', failed],
    ['ThrottledException', failed],
    ['InvalidParameterException', refused],
  ])('that SNS refuses by %s is an outcome', async (name, outcome) => {
    const error = Object.assign(new Error(`quotes ${topic.to}`), { name, $metadata: {} });
    expect(await publishWith(() => Promise.reject(error))).toMatchObject({ ...outcome, text: `SNS answered ${name}` });
  });

  test('needs a deployment, and an answer in time', async () => {
    expect(await publishWith(null)).toMatchObject({ ...failed, text: 'not sent: mail needs a deployment' });
    expect(await publishWith(() => new Promise(() => {}))).toMatchObject({ ...failed, text: 'no answer within 0.1 s' });
  });
});
