import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { DeliveryResult } from '../../cli/simulate/send-all.ts';
import { startDatabase } from '../../local/database/database.ts';
import { NpmStart } from '../local/npm-start.ts';
import { ConcurrentSenders } from './concurrent-senders.ts';
import { FaultyDynamoDB } from './faulty-dynamodb.ts';
import { measureBusyTime, sendLoad } from './load.ts';
import { countDeferredFiles, TOKEN, untilDrained, useFolders, withReceiverUnderTest } from './receiver-under-test.ts';
import { expectInTime, judgeAndReport } from './report.ts';
import { multisetDifference, nothingWrong } from './verdict.ts';

/** How many send at a time, each the next hook as soon as it has its answer: more than the embedded table takes. */
const SENDERS = 16;
/** How many copies of every lifecycle those who try again send, and those who do not. */
const LIFECYCLE_COPIES = 6;
/** How many hooks are answered before the process is told to end, or is killed. */
const ACKNOWLEDGED_BEFORE = 400;
/** How many are put aside before it is killed. */
const DEFERRED_BEFORE = 200;
/** How many events that waited are applied before it is. */
const APPLIED_BEFORE = 60;

const entry = fileURLToPath(new URL('receiver-child.ts', import.meta.url));

const createFolder = useFolders();

const startedProcesses: NpmStart[] = [];
afterEach(() => {
  for (const started of startedProcesses.splice(0)) started.kill();
});

function start(dataDir: string, port = '0'): NpmStart {
  const started = new NpmStart({ DATA_DIR: dataDir, TOKEN, PORT: port });
  startedProcesses.push(started);
  return started;
}

/** The read API behind a webhook URL. */
const readApiOf = ({ origin }: URL) => ({ url: origin, token: TOKEN });

/** Sends with and without trying again, ends the process in the midst of it, and starts it again. */
async function sendThroughRestart(dataDir: string, signal: 'SIGTERM' | 'SIGKILL') {
  const first = start(dataDir);
  const url = new URL(await first.ready());
  const [retrying, notRetrying] = [
    new ConcurrentSenders(url, { tryAgain: true }),
    new ConcurrentSenders(url, { tryAgain: false }),
  ];
  const acknowledged = () => [...retrying.acknowledged, ...notRetrying.acknowledged];
  const sending = Promise.all([
    retrying.send(LIFECYCLE_COPIES, SENDERS / 2),
    notRetrying.send(LIFECYCLE_COPIES, SENDERS / 2),
  ]);
  while (acknowledged().length < ACKNOWLEDGED_BEFORE) await sleep(5);
  process.kill(-first.groupId, signal);
  const code = await first.exit();
  await sleep(50); // answers that have come are read
  const ended = { code, answered: acknowledged(), out: first.out };
  await start(dataDir, url.port).ready();
  const [withRetries, once] = await sending;
  await untilDrained(dataDir);
  return {
    api: readApiOf(url),
    ended,
    loads: [
      { retries: 'until 200', delivered: withRetries },
      { retries: 0, delivered: once },
    ] as const,
  };
}

/** Defers everything that comes, for the tables hang; what was sent. */
async function deferEverything(dataDir: string): Promise<readonly DeliveryResult[]> {
  const engine = await startDatabase(dataDir);
  const delivered: DeliveryResult[] = [];
  await withReceiverUnderTest(engine, dataDir, async ({ faulty, hooks }) => {
    await faulty.set('hang');
    delivered.push(...(await sendLoad({ url: hooks(), copies: 8, rate: 160, retries: 0 })));
  });
  await engine.close();
  return delivered;
}

/** Starts the process on what waits, and ends it while that is applied. */
async function stopWhileApplying(dataDir: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const started = start(dataDir);
  while (handledIds(started.out).length < APPLIED_BEFORE) await sleep(5);
  process.kill(-started.groupId, signal);
  const code = await started.exit();
  expect(countDeferredFiles(dataDir)).toBeGreaterThan(0);
  return code;
}

/** Kills a receiver while the tables refuse, so that it puts aside all that comes; what was sent. */
async function killWhileDeferring(dataDir: string): Promise<DeliveryResult[]> {
  const engine = await startDatabase(dataDir);
  const faulty = await FaultyDynamoDB.start(engine.endpoint);
  const env = { ...process.env, DYNAMODB: faulty.endpoint, DATA_DIR: dataDir, TOKEN };
  const receiver = spawn(process.execPath, ['--import', 'tsx', entry], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [url] = await once(receiver.stdout, 'data');
  await faulty.set('refuse');
  const senders = new ConcurrentSenders(new URL(`${url}/hooks/LiveApp/${TOKEN}`), { tryAgain: false });
  const sending = senders.send(LIFECYCLE_COPIES, SENDERS);
  while (senders.acknowledged.length < DEFERRED_BEFORE) await sleep(1);
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
      const { result, busyMs } = await measureBusyTime(() => sendThroughRestart(createFolder(), signal));
      const { api, ended, loads } = result;
      for (const { retries, delivered } of loads) {
        const { verdict, figures } = await judgeAndReport(api, { fault: signal, retries, busyMs }, delivered);
        expect.soft(verdict).toEqual({ ...nothingWrong, doubtful: retries === 0 ? expect.any(Number) : 0 });
        expectInTime(figures, expect);
      }
      if (signal === 'SIGKILL') return;
      expect(ended.code).toBe(0);
      expect(multisetDifference(handledIds(ended.out), ended.answered)).toEqual([]); // nothing was taken and not answered
    },
  );

  test('applies what was put aside before kill -9', async () => {
    const dataDir = createFolder();
    const { result: delivered, busyMs } = await measureBusyTime(() => killWhileDeferring(dataDir));
    const api = readApiOf(new URL(await start(dataDir).ready()));
    await untilDrained(dataDir);
    const name = { fault: 'killed while it defers', retries: 0, busyMs };
    const { verdict, figures } = await judgeAndReport(api, name, delivered);
    expect(verdict).toEqual({ ...nothingWrong, doubtful: expect.any(Number) });
    expect(figures.outcomes).toMatch(/deferred/);
    expectInTime(figures, expect);
  });

  test('applies once what waited, however often it was ended or killed while it did', async () => {
    const dataDir = createFolder();
    const { result: delivered, busyMs } = await measureBusyTime(() => deferEverything(dataDir));
    const cut = join(dataDir, 'deferred', '1700000000000-cut-off-0.jsonl.part');
    writeFileSync(cut, '{"message":{"app":"LiveApp","receivedAt":17000');
    expect(await stopWhileApplying(dataDir, 'SIGKILL')).toBeNull();
    expect(await stopWhileApplying(dataDir, 'SIGTERM')).toBe(0);
    expect(await stopWhileApplying(dataDir, 'SIGKILL')).toBeNull();
    const api = readApiOf(new URL(await start(dataDir).ready()));
    await untilDrained(dataDir);
    expect(readdirSync(join(dataDir, 'dead-letters'))).toEqual([]);
    const { verdict, figures } = await judgeAndReport(
      api,
      { fault: 'killed while it applies', retries: 0, busyMs },
      delivered,
    );
    expect(verdict).toEqual(nothingWrong);
    expect(figures.outcomes).toBe(`deferred ${delivered.length}`);
  });
});

/** About whom each hook was that the process took, by its own lines; without those of which some waited: they are told of twice. */
function handledIds(out: string): string[] {
  const lines = [...out.matchAll(/^[\d:.]{12} {2}(\S+) .* LiveApp\/(\S+)/gm)].map(([, outcome, id]) => ({
    outcome,
    id,
  }));
  const deferredIds = new Set(lines.filter(({ outcome }) => outcome === 'deferred').map(({ id }) => id));
  return lines.flatMap(({ id = '' }) => (deferredIds.has(id) ? [] : [id]));
}
