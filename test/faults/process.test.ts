import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { Delivered } from '../../cli/simulate/send-all.ts';
import { startDatabase } from '../../local/database.ts';
import { Started } from '../local/started.ts';
import { drained, TOKEN, useFolders, waitingIn, withReceiver } from './at-fault.ts';
import { Crowd } from './concurrent-streams.ts';
import { FaultyDynamoDB } from './faulty-dynamodb.ts';
import { play, withBusyness } from './load.ts';
import { expectInTime, report } from './report.ts';
import { minus, nothingWrong } from './verdict.ts';

/** How many send at a time, each the next hook as soon as it has its answer: more than the embedded table takes. */
const SENDERS = 16;
/** How many copies of every lifecycle those who try again send, and those who do not. */
const LIFECYCLES = 6;
/** How many hooks are answered before the process is told to end, or is killed. */
const ANSWERED_BEFORE = 400;
/** How many are put aside before it is killed. */
const DEFERRED_BEFORE = 200;
/** How many events that waited are applied before it is. */
const APPLIED_BEFORE = 60;

const entry = fileURLToPath(new URL('receiver-entry.ts', import.meta.url));

const aFolder = useFolders();

const all: Started[] = [];
afterEach(() => {
  for (const started of all.splice(0)) started.kill();
});

function start(dataDir: string, port = '0'): Started {
  const started = new Started({ DATA_DIR: dataDir, TOKEN, PORT: port });
  all.push(started);
  return started;
}

/** The read API behind a webhook URL. */
const apiOf = ({ origin }: URL) => ({ url: origin, token: TOKEN });

/** Sends with and without trying again, ends the process in the midst of it, and starts it again. */
async function playThroughEnd(dataDir: string, signal: 'SIGTERM' | 'SIGKILL') {
  const first = start(dataDir);
  const url = new URL(await first.ready());
  const [patient, impatient] = [new Crowd(url, { tryAgain: true }), new Crowd(url, { tryAgain: false })];
  const answered = () => [...patient.answered, ...impatient.answered];
  const sending = Promise.all([patient.send(LIFECYCLES, SENDERS / 2), impatient.send(LIFECYCLES, SENDERS / 2)]);
  while (answered().length < ANSWERED_BEFORE) await sleep(5);
  process.kill(-first.group, signal);
  const code = await first.exit();
  await sleep(50); // answers that have come are read
  const ended = { code, answered: answered(), out: first.out };
  await start(dataDir, url.port).ready();
  const [again, once] = await sending;
  await drained(dataDir);
  return {
    api: apiOf(url),
    ended,
    loads: [
      { retries: 'until 200', delivered: again },
      { retries: 0, delivered: once },
    ] as const,
  };
}

/** Defers everything that comes, for the tables hang; what was sent. */
async function leaveWaiting(dataDir: string): Promise<readonly Delivered[]> {
  const engine = await startDatabase(dataDir);
  const delivered: Delivered[] = [];
  await withReceiver(engine, dataDir, async ({ faulty, hooks }) => {
    await faulty.set('hang');
    delivered.push(...(await play({ url: hooks(), copies: 8, rate: 160, retries: 0 })));
  });
  await engine.close();
  return delivered;
}

/** Starts the process on what waits, and ends it while that is applied. */
async function endWhileApplying(dataDir: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const started = start(dataDir);
  while (handled(started.out).length < APPLIED_BEFORE) await sleep(5);
  process.kill(-started.group, signal);
  const code = await started.exit();
  expect(waitingIn(dataDir)).toBeGreaterThan(0);
  return code;
}

/** Kills a receiver while the tables refuse, so that it puts aside all that comes; what was sent. */
async function killWhileDeferring(dataDir: string): Promise<Delivered[]> {
  const engine = await startDatabase(dataDir);
  const faulty = await FaultyDynamoDB.start(engine.endpoint);
  const env = { ...process.env, DYNAMODB: faulty.endpoint, DATA_DIR: dataDir, TOKEN };
  const receiver = spawn(process.execPath, ['--import', 'tsx', entry], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [url] = await once(receiver.stdout, 'data');
  await faulty.set('refuse');
  const crowd = new Crowd(new URL(`${url}/hooks/LiveApp/${TOKEN}`), { tryAgain: false });
  const sending = crowd.send(LIFECYCLES, SENDERS);
  while (crowd.answered.length < DEFERRED_BEFORE) await sleep(1);
  receiver.kill('SIGKILL');
  const delivered = await sending;
  await faulty.close();
  await engine.close();
  return delivered;
}

describe.skipIf(process.platform !== 'linux')('npm start (its signals are told apart by Linux)', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'keeps what it answered 200 once through %s under load',
    async (signal) => {
      const { result, busyMs } = await withBusyness(() => playThroughEnd(aFolder(), signal));
      const { api, ended, loads } = result;
      for (const { retries, delivered } of loads) {
        const { verdict, figures } = await report(api, { fault: signal, retries, busyMs }, delivered);
        expect.soft(verdict).toEqual({ ...nothingWrong, doubtful: retries === 0 ? expect.any(Number) : 0 });
        expectInTime(figures, expect);
      }
      if (signal === 'SIGKILL') return;
      expect(ended.code).toBe(0);
      expect(minus(handled(ended.out), ended.answered)).toEqual([]); // nothing was taken and not answered
    },
  );

  test('applies what was put aside before kill -9', async () => {
    const dataDir = aFolder();
    const { result: delivered, busyMs } = await withBusyness(() => killWhileDeferring(dataDir));
    const api = apiOf(new URL(await start(dataDir).ready()));
    await drained(dataDir);
    const name = { fault: 'killed while it defers', retries: 0, busyMs };
    const { verdict, figures } = await report(api, name, delivered);
    expect(verdict).toEqual({ ...nothingWrong, doubtful: expect.any(Number) });
    expect(figures.outcomes).toMatch(/deferred/);
    expectInTime(figures, expect);
  });

  test('applies once what waited, however often it was ended or killed while it did', async () => {
    const dataDir = aFolder();
    const { result: delivered, busyMs } = await withBusyness(() => leaveWaiting(dataDir));
    const cut = join(dataDir, 'deferred', '1700000000000-cut-off-0.jsonl.part');
    writeFileSync(cut, '{"message":{"app":"LiveApp","receivedAt":17000');
    expect(await endWhileApplying(dataDir, 'SIGKILL')).toBeNull();
    expect(await endWhileApplying(dataDir, 'SIGTERM')).toBe(0);
    expect(await endWhileApplying(dataDir, 'SIGKILL')).toBeNull();
    const api = apiOf(new URL(await start(dataDir).ready()));
    await drained(dataDir);
    expect(readdirSync(join(dataDir, 'dead-letters'))).toEqual([]);
    const { verdict, figures } = await report(api, { fault: 'killed while it applies', retries: 0, busyMs }, delivered);
    expect(verdict).toEqual(nothingWrong);
    expect(figures.outcomes).toBe(`deferred ${delivered.length}`);
  });
});

/** About whom each hook was that the process took, by its own lines; without those of which some waited: they are told of twice. */
function handled(out: string): string[] {
  const lines = [...out.matchAll(/^[\d:.]{12} {2}(\S+) .* LiveApp\/(\S+)/gm)].map(([, outcome, id]) => ({
    outcome,
    id,
  }));
  const waited = new Set(lines.filter(({ outcome }) => outcome === 'deferred').map(({ id }) => id));
  return lines.flatMap(({ id = '' }) => (waited.has(id) ? [] : [id]));
}
