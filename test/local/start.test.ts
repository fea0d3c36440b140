import { once } from 'node:events';
import { closeSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, type TestContext, test } from 'vitest';
import { assertInTime } from '../assert-in-time.ts';
import { run } from '../run.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { NpmStart } from './npm-start.ts';

const folder = useTempFolder('start');

/** Runs `npm start` until the test has finished. */
function start({ onTestFinished }: TestContext, env: Record<string, string> = {}, stderr?: number): NpmStart {
  const npmStart = new NpmStart({ DATA_DIR: ':memory:', TOKEN: '', ...env }, stderr);
  onTestFinished(() => npmStart.kill());
  return npmStart;
}

const postHook = (url: string, fields: object) =>
  fetch(url, { method: 'POST', body: JSON.stringify({ action: 'playStarted', timestamp: Date.now(), ...fields }) });

async function read(url: string, path: string): Promise<{ events: object[] }> {
  const [, origin, token] = /^(http:\/\/[^/]+)\/hooks\/LiveApp\/(.+)$/.exec(url) ?? [];
  const response = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()) as { events: object[] };
}

describe.skipIf(process.platform !== 'linux')('npm start (the signals are those of Linux)', () => {
  test('prints its URLs when it is ready, and then only one readable line per hook', async (context) => {
    const started = start(context, { TOKEN: 'secret-of-mine' });
    const url = await started.ready();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/hooks\/LiveApp\/secret-of-mine$/);
    expect(started.out).toContain(
      [
        `\nStatus board  ${url.replace('/hooks/LiveApp/', '/#')}`,
        `Authorise URL ${url.replace('/hooks/', '/authorize/publish/')}`,
        `Read token    ${url.split('/').at(-1)}\n`,
      ].join('\n'),
    );
    expect((await postHook(url, { id: 'cam-1' })).status).toBe(200);
    await postHook(url.replace('secret-of-mine', 'wrong'), { id: 'cam-1' });
    while (!started.out.includes('refused')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(started.out).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}recorded {6}playStarted {11}LiveApp\/cam-1$/m);
    expect(started.out).toMatch(/refused 403 no such token/);
    expect(started.out.match(/secret-of-mine/g)).toHaveLength(4);
    expect(started.err).toBe('');
  });

  test.concurrent.for([
    ['SIGTERM', 'npm'],
    ['SIGTERM', 'the receiver'],
    ['SIGTERM', 'both'],
    ['SIGINT', 'npm'],
    ['SIGINT', 'the receiver'],
    ['SIGINT', 'both'],
  ] as const)('exits with code 0 on %s to %s, and leaves no process running', async ([signal, target], context) => {
    const started = start(context);
    const url = await started.ready();
    const { groupId, receiverId } = started;
    process.kill({ npm: groupId, 'the receiver': receiverId, both: -groupId }[target], signal);
    expect(await started.exit()).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    expect(() => process.kill(receiverId, 0)).toThrow();
  });

  test('answers and stores the requests in flight when it is stopped', async (context) => {
    const dataDir = join(folder, 'in-flight');
    const first = start(context, { DATA_DIR: dataDir });
    const url = new URL(await first.ready());
    const body = JSON.stringify({ action: 'playStarted', id: 'cam-0', timestamp: Date.now() });
    const socket = connect(Number(url.port), url.hostname);
    await once(socket, 'connect');
    socket.write(
      `POST ${url.pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1_000)); // the receiver reads it
    const began = performance.now();
    process.kill(-first.groupId, 'SIGTERM');
    const waiting = Array.from({ length: 20 }, (_, n) => postHook(url.href, { id: `cam-${n + 1}` }));
    await new Promise((resolve) => setTimeout(resolve, 700)); // new connections are refused now
    assertInTime(performance.now() - began, 900); // else the hooks may have come too late
    socket.write(body.slice(20));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n/i);
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(waiting.map(() => 200));
    expect(await first.exit()).toBe(0);
    await expectStored(context, dataDir, [0, ...waiting.map((_, n) => n + 1)]);
  });

  test('still has every event that it answered 200 after kill -9, and its token', async (context) => {
    const dataDir = join(folder, 'killed');
    const first = start(context, { DATA_DIR: dataDir });
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
    const again = await expectStored(context, dataDir, answered);
    expect(again.split('/').at(-1)).toBe(url.split('/').at(-1));
  });

  test('continues when its errors cannot be written', async (context) => {
    const dataDir = join(folder, 'full-stderr');
    const full = openSync('/dev/full', 'w');
    const url = await start(context, { DATA_DIR: dataDir }, full).ready();
    closeSync(full);
    for (let times = 1; times <= 2; times++) {
      writeFileSync(join(dataDir, 'deferred', `${times}-x-0.jsonl`), 'no event\n'); // each is an error, and then a dead letter
      await expect.poll(() => readdirSync(join(dataDir, 'dead-letters')), { timeout: 10_000 }).toHaveLength(times);
    }
    expect((await postHook(url, { id: 'cam-1' })).status).toBe(200);
  });
});

/** Starts the receiver again on the folder, and expects each event to be stored once. Returns the webhook URL. */
async function expectStored(context: TestContext, dataDir: string, answered: number[]): Promise<string> {
  const url = await start(context, { DATA_DIR: dataDir }).ready();
  const queue = answered.values();
  const readAll = async () => {
    for (const n of queue) expect((await read(url, `/streams/LiveApp/cam-${n}`)).events).toHaveLength(1);
  };
  await Promise.all(Array.from({ length: 4 }, readAll));
  return url;
}

describe('npm start explains in one line why it cannot start', () => {
  test('when the port is in use', async (context) => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    context.onTestFinished(() => void holder.close());
    const { port } = holder.address() as AddressInfo; // it listens on TCP
    const started = start(context, { PORT: String(port) });
    expect(await started.exit()).toBe(1);
    expect(started.err).toMatch(new RegExp(`^Port ${port} is in use: .*PORT=3001 npm start.*\n$`));
    expect(started.out).toBe('');
  });

  test('when there is an argument', async () => {
    const { code, stdout, stderr } = await run('start', ['--port']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^error: .+\n$/);
  });
});
