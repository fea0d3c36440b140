import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { run } from '../run.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { NpmStart } from './npm-start.ts';

const folder = useTempFolder('start');

const processes: NpmStart[] = [];
afterEach(() => {
  for (const started of processes.splice(0)) started.kill();
});

function startReceiver(env: Record<string, string> = {}, stderr?: number): NpmStart {
  const started = new NpmStart({ DATA_DIR: ':memory:', TOKEN: '', ...env }, stderr);
  processes.push(started);
  return started;
}

const postHook = (url: string, fields: object) =>
  fetch(url, { method: 'POST', body: JSON.stringify({ action: 'playStarted', timestamp: Date.now(), ...fields }) });

async function read(url: string, path: string): Promise<{ events: object[] }> {
  const [, origin, token] = /^(http:\/\/[^/]+)\/hooks\/LiveApp\/(.+)$/.exec(url) ?? [];
  const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()) as { events: object[] };
}

describe.skipIf(process.platform !== 'linux')('npm start (its signals are told apart by Linux)', () => {
  test('prints its URLs when it is ready, and nothing else but a readable line a hook', async () => {
    const started = startReceiver({ TOKEN: 'secret-of-mine' });
    const url = await started.ready();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hooks\/LiveApp\/secret-of-mine$/);
    expect(started.out).toContain(
      `\nStatus board  ${url.replace('/hooks/LiveApp/', '/#')}\nRead token    ${url.split('/').at(-1)}\n`,
    );
    expect((await postHook(url, { id: 'cam-1' })).status).toBe(200);
    await postHook(url.replace('secret-of-mine', 'wrong'), { id: 'cam-1' });
    while (!started.out.includes('refused')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(started.out).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}recorded {6}playStarted {11}LiveApp\/cam-1$/m);
    expect(started.out).toMatch(/refused 403 no such token/);
    expect(started.out.match(/secret-of-mine/g)).toHaveLength(3);
    expect(started.err).toBe('');
  });

  test('prints a URL that works, whatever signs TOKEN has', async () => {
    expect((await postHook(await startReceiver({ TOKEN: 'a/b%?c+=#' }).ready(), { id: 'cam-1' })).status).toBe(200);
  });

  test.each([
    ['SIGTERM', 'npm'],
    ['SIGTERM', 'the receiver'],
    ['SIGTERM', 'both'],
    ['SIGINT', 'npm'],
    ['SIGINT', 'the receiver'],
    ['SIGINT', 'both'],
  ] as const)('ends with code 0 on %s to %s, and leaves nothing running', async (signal, whom) => {
    const started = startReceiver();
    const url = await started.ready();
    const { receiverId } = started;
    process.kill({ npm: started.groupId, 'the receiver': receiverId, both: -started.groupId }[whom], signal);
    expect(await started.exit()).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    expect(() => process.kill(receiverId, 0)).toThrow();
  });

  test('answers what is in flight when it is told to end, and keeps it', async () => {
    const dataDir = join(folder, 'in-flight');
    const first = startReceiver({ DATA_DIR: dataDir });
    const url = new URL(await first.ready());
    const body = JSON.stringify({ action: 'playStarted', id: 'cam-0', timestamp: Date.now() });
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    socket.write(
      `POST ${url.pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 100)); // it is being read
    process.kill(-first.groupId, 'SIGTERM');
    const waiting = Array.from({ length: 20 }, (_, n) => postHook(url.href, { id: `cam-${n + 1}` }));
    await new Promise((resolve) => setTimeout(resolve, 700)); // it takes no more connections
    socket.write(body.slice(20));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n/i);
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(waiting.map(() => 200));
    expect(await first.exit()).toBe(0);
    await expectStored(dataDir, [0, ...waiting.map((_, n) => n + 1)]);
  });

  test('ends a connection that asks for it', async () => {
    const url = new URL(await startReceiver().ready());
    const socket = connect(Number(url.port), url.hostname).end(
      'GET /streams HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    const started = performance.now();
    await once(socket.resume(), 'end');
    expect(performance.now() - started).toBeLessThan(2_000); // kept alive, it would take 5 s
  });

  test('keeps what it answered 200 through kill -9, and its token', async () => {
    const dataDir = join(folder, 'killed');
    const first = startReceiver({ DATA_DIR: dataDir });
    const url = await first.ready();
    const answered: number[] = [];
    const sending = Array.from({ length: 8 }, async (_, sender) => {
      for (let n = sender; n < 4_000; n += 8) {
        const response = await postHook(url, { id: `cam-${n}` }).catch(() => undefined);
        if (response === undefined) return;
        if (response.status === 200) answered.push(n);
      }
    });
    while (answered.length < 150) await new Promise((resolve) => setTimeout(resolve, 5));
    process.kill(-first.groupId, 'SIGKILL');
    await Promise.all(sending);
    const again = await expectStored(dataDir, answered);
    expect(again.split('/').at(-1)).toBe(url.split('/').at(-1));
  });

  test('goes on when what it complains of cannot be written', async () => {
    const dataDir = join(folder, 'full-stderr');
    const full = openSync('/dev/full', 'w');
    const url = await startReceiver({ DATA_DIR: dataDir }, full).ready();
    closeSync(full);
    for (let times = 1; times <= 2; times++) {
      writeFileSync(join(dataDir, 'deferred', `${times}-x-0.jsonl`), 'no event\n'); // each is complained of, and then dead
      await expect.poll(() => readdirSync(join(dataDir, 'dead-letters')), { timeout: 10_000 }).toHaveLength(times);
    }
    expect((await postHook(url, { id: 'cam-1' })).status).toBe(200);
  });

  test.each(['', '\0\0\0', 'two words'])('makes a token anew where the one that it kept is %j', async (kept) => {
    const dataDir = join(folder, 'token-anew', String(kept.length));
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, 'token'), kept);
    writeFileSync(join(dataDir, 'running.json'), '{"url":"http://127.0.0.1');
    const url = await startReceiver({ DATA_DIR: dataDir }).ready();
    expect(url).toMatch(/\/hooks\/LiveApp\/[\w-]{43}$/);
    expect((await postHook(url, { id: 'a' })).status).toBe(200);
    expect(readFileSync(join(dataDir, 'token'), 'utf8')).toBe(`${url.split('/').at(-1)}\n`);
  });

  test('forgets the secret that TOKEN named before', async () => {
    const dataDir = join(folder, 'tokens');
    const first = startReceiver({ DATA_DIR: dataDir, TOKEN: 'first' });
    await first.ready();
    process.kill(-first.groupId, 'SIGTERM');
    await first.exit();
    const url = await startReceiver({ DATA_DIR: dataDir, TOKEN: 'second' }).ready();
    expect((await postHook(url, { id: 'a' })).status).toBe(200);
    expect((await postHook(url.replace('second', 'first'), { id: 'a' })).status).toBe(403);
  });
});

/** Starts it again on the folder: each event is there once. */
async function expectStored(dataDir: string, answered: number[]): Promise<string> {
  const url = await startReceiver({ DATA_DIR: dataDir }).ready();
  for (const n of answered) expect((await read(url, `/streams/LiveApp/cam-${n}`)).events).toHaveLength(1);
  return url;
}

test('npm start -- --help tells of every variable that it reads', async () => {
  const { code, stdout } = await run('start', ['--help']);
  expect(code).toBe(0);
  for (const name of ['PORT', 'HOST', 'DATA_DIR', 'TOKEN'])
    expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S`, 'm'));
});

describe('npm start that cannot start says why in one line', () => {
  test('when the port is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as AddressInfo;
    await expectRefusal({ PORT: String(port) }, new RegExp(`^Port ${port} is in use: .*PORT=3001 npm start.*\n$`));
    holder.close();
  });

  test('when the data folder cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expectRefusal({ DATA_DIR: file }, /^\S+file is not a folder; expected DATA_DIR .*\n$/);
    for (const DATA_DIR of [join(file, 'data'), '/proc/nowhere/data'])
      await expectRefusal({ DATA_DIR }, /^The data folder .* cannot be written \(E[A-Z]+: .*'\S+'\): .*\n$/);
  });

  test('when the data folder is in use', async () => {
    const dataDir = join(folder, 'in-use');
    await startReceiver({ DATA_DIR: dataDir }).ready();
    await expectRefusal({ DATA_DIR: dataDir }, /^.* is in use by another receiver: .*\n$/);
  });

  test.each(['abc', '-1', '65536', '1.5'])('when PORT is %s', async (PORT) => {
    await expectRefusal({ PORT }, new RegExp(`^PORT: received "${PORT}", expected a number from 0 to 65535\\.\n$`));
  });

  test.each(['two words', 'Zürich'])('when TOKEN is %s, which it does not repeat', async (TOKEN) => {
    await expectRefusal({ TOKEN }, /^TOKEN: expected letters, digits and signs of ASCII, .*\n$/);
  });

  test.each(['--port', '--hepl', '-p', 'extra'])('when it is given %s', async (argument) => {
    const { code, stdout, stderr } = await run('start', [argument]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .+\n$/);
  });

  async function expectRefusal(env: Record<string, string>, line: RegExp): Promise<void> {
    const started = startReceiver(env);
    expect(await started.exit()).toBe(1);
    expect(started.err).toMatch(line);
    expect(started.out).toBe('');
  }
});
