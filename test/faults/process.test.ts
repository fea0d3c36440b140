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
import { countDeferredFiles, TOKEN, untilDrained, useFolders, withReceiver } from './receiver-with-faults.ts';
import { expectInTime, judgeAndReport } from './report.ts';
import { multisetDifference, nothingWrong } from './verdict.ts';

/** More concurrent senders than the embedded database can serve at once. */
const SENDERS = 16;
/** Copies of every scenario that the senders with retries send, and those without. */
const LIFECYCLE_COPIES = 6;
/** Hooks that are answered 200 before the process gets a signal. */
const ACKNOWLEDGED_BEFORE = 400;
/** Hooks that are deferred before the process is killed. */
const DEFERRED_BEFORE = 200;
/** Deferred events that are applied before the process gets a signal. */
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

/** Sends with and without retries, stops the process meanwhile, and starts it again. */
async function sendThroughRestart(dataDir: string, signal: 'SIGTERM' | 'SIGKILL') {
  const first = start(dataDir);
  const url = new URL(await first.ready());
  const [retrying, notRetrying] = [
    new ConcurrentSenders(url, { retries: true }),
    new ConcurrentSenders(url, { retries: false }),
  ];
  const acknowledged = () => [...retrying.acknowledged, ...notRetrying.acknowledged];
  const sending = Promise.all([
    retrying.send(LIFECYCLE_COPIES, SENDERS / 2),
    notRetrying.send(LIFECYCLE_COPIES, SENDERS / 2),
  ]);
  while (acknowledged().length < ACKNOWLEDGED_BEFORE) await sleep(5);
  process.kill(-first.groupId, signal);
  const code = await first.exit();
  await sleep(50); // for answers that have arrived
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

/** Sends hooks while the tables hang, so that all of them are deferred. */
async function deferEverything(dataDir: string): Promise<readonly DeliveryResult[]> {
  const engine = await startDatabase(dataDir);
  const delivered: DeliveryResult[] = [];
  await withReceiver(engine, dataDir, async ({ faulty, hooks }) => {
    await faulty.set('hang');
    delivered.push(...(await sendLoad({ url: hooks(), copies: 8, rate: 160, retries: 0 })));
  });
  await engine.close();
  return delivered;
}

/** Starts the process on deferred events, and stops it while it applies them. */
async function stopWhileApplying(dataDir: string, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const started = start(dataDir);
  while (handledIds(started.out).length < APPLIED_BEFORE) await sleep(5);
  process.kill(-started.groupId, signal);
  const code = await started.exit();
  expect(countDeferredFiles(dataDir)).toBeGreaterThan(0);
  return code;
}

/** Kills a receiver that defers all hooks, since the tables refuse connections. */
async function killWhileDeferring(dataDir: string): Promise<DeliveryResult[]> {
  const engine = await startDatabase(dataDir);
  const faulty = await FaultyDynamoDB.start(engine.endpoint);
  const env = { ...process.env, DYNAMODB: faulty.endpoint, DATA_DIR: dataDir, TOKEN };
  const receiver = spawn(process.execPath, ['--import', 'tsx', entry], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [url] = await once(receiver.stdout, 'data');
  await faulty.set('refuse');
  const senders = new ConcurrentSenders(new URL(`${url}/hooks/LiveApp/${TOKEN}`), { retries: false });
  const sending = senders.send(LIFECYCLE_COPIES, SENDERS);
  while (senders.acknowledged.length < DEFERRED_BEFORE) await sleep(1);
  receiver.kill('SIGKILL');
  const delivered = await sending;
  await faulty.close();
  await engine.close();
  return delivered;
}

describe.skipIf(process.platform !== 'linux')('npm start (on Linux, where the signals differ)', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'stores each hook that it answered 200 once, through %s under load',
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
      expect(multisetDifference(handledIds(ended.out), ended.answered)).toEqual([]); // each hook that it took was answered
    },
  );

  test('applies what was deferred before kill -9', async () => {
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

  test('applies deferred events once, however often it is stopped or killed meanwhile', async () => {
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

/** Returns the subject of each hook in the log of the process, without subjects that have deferred hooks: those are logged twice. */
function handledIds(out: string): string[] {
  const lines = [...out.matchAll(/^[\d:.]{12} {2}(\S+) .* LiveApp\/(\S+)/gm)].map(([, outcome, id]) => ({
    outcome,
    id,
  }));
  const deferredIds = new Set(lines.filter(({ outcome }) => outcome === 'deferred').map(({ id }) => id));
  return lines.flatMap(({ id = '' }) => (deferredIds.has(id) ? [] : [id]));
}
