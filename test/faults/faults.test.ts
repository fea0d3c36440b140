import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { KeyedMutex } from '../../lambda/table/keyed-mutex.ts';
import { IN_MEMORY } from '../../local/data-dir/data-dir.ts';
import type { Fault } from './faults.ts';
import type { FaultScope } from './faulty-dynamodb.ts';
import { measureBusyTime, sendLoad } from './load.ts';
import { type ReceiverUnderTest, useEngine, useFolders, withReceiverUnderTest } from './receiver-under-test.ts';
import { expectInTime, expectStoredOnce, judgeAndReport } from './report.ts';

/** How long there is load before the fault, and how long the fault lasts, in ms; the load goes on after it for about as long. */
const [BEFORE_MS, FAULT_MS] = [1_000, 3_000];

/** More than a client of DynamoDB has sockets. */
const READS = 60;

const engine = useEngine();
const createFolder = useFolders();

/** One load or one verdict at a time, or they would slow each other; only what waits after a load is applied during the next. */
const mutex = new KeyedMutex();
const exclusively = <T>(work: () => Promise<T>) => mutex.run('the machine', work);

/** Two media servers send, of which one tries again; the fault comes and goes. */
function sendThroughFault({ hooks, faulty }: ReceiverUnderTest, fault: Fault, aim: FaultScope = {}) {
  const sendLoads = async () => {
    const loads = [0, 3].map(async (retries) => ({
      retries,
      delivered: await sendLoad({ url: hooks(), copies: 2, rate: 30, retries }),
    }));
    await sleep(BEFORE_MS);
    await faulty.set(fault, aim);
    await sleep(FAULT_MS);
    await faulty.set('none');
    return Promise.all(loads);
  };
  return exclusively(() => measureBusyTime(sendLoads));
}

describe.concurrent('while the tables are at fault', () => {
  test.for<[Fault, FaultScope]>([
    ['none', {}],
    ['refuse', {}],
    ['hang', {}],
    ['hang', { every: 2 }],
    ['deaf', {}],
    ['delay', {}],
    ['lag', {}],
    ['throttle', {}],
    ['error500', {}],
    ['cut', {}],
    ['cut', { every: 2 }],
    ['stall', {}],
    ['drip', {}],
    ['corrupt', {}],
    ['impostor', {}],
  ])('every hook is answered 200 in time, and is kept once: %s %o', async ([fault, aim], { expect }) => {
    await withReceiverUnderTest(engine(), createFolder(), async (receiver) => {
      const { result, busyMs } = await sendThroughFault(receiver, fault, aim);
      await receiver.untilDrained();
      for (const { retries, delivered } of result) {
        const name = aim.every === undefined ? fault : `${fault}, each ${aim.every}.`;
        const { verdict, figures } = await exclusively(() =>
          judgeAndReport(receiver, { fault: name, retries, busyMs }, delivered),
        );
        expectStoredOnce(verdict, expect);
        expectInTime(figures, expect);
        expect.soft(figures.answered200).toBe(figures.sent);
      }
    });
  });

  test('and nothing can wait, a hook is answered 503 in time, and is kept once when it is sent again', async ({
    expect,
  }) => {
    await withReceiverUnderTest(engine(), IN_MEMORY, async (receiver) => {
      const { result, busyMs } = await sendThroughFault(receiver, 'hang');
      const load = { fault: 'hang, :memory:', busyMs };
      for (const { retries, delivered } of result) {
        const { verdict, figures } = await exclusively(() => judgeAndReport(receiver, { ...load, retries }, delivered));
        expectStoredOnce(verdict, expect);
        expectInTime(figures, expect);
        if (retries > 0) expect.soft(verdict.doubtful).toBe(0);
        const failures = delivered.filter(({ answer }) => !answer.ok).map(({ answer }) => answer.outcome);
        expect.soft(failures.filter((outcome) => !outcome.startsWith('status 503'))).toEqual([]);
        if (retries === 0) expect.soft(failures).not.toEqual([]);
      }
    });
  });

  test('whoever asks meanwhile is answered 503, and holds up no hook after it', async ({ expect }) => {
    await withReceiverUnderTest(engine(), createFolder(), async (receiver) => {
      await readStatus(receiver); // its token is known from then on
      await receiver.faulty.set('hang');
      const questions = Promise.all(Array.from({ length: READS }, () => readStatus(receiver)));
      await sleep(BEFORE_MS);
      await receiver.faulty.set('none');
      const load = { url: receiver.hooks(), copies: 1, rate: 40, retries: 0 };
      const { result: delivered, busyMs } = await exclusively(() => measureBusyTime(() => sendLoad(load)));
      const name = { fault: 'hang, for questions', retries: 0, busyMs };
      const { verdict, figures } = await exclusively(() => judgeAndReport(receiver, name, delivered));
      expectStoredOnce(verdict, expect);
      expectInTime(figures, expect);
      expect.soft(figures.outcomes).toContain('recorded');
      expect.soft(await questions).toContain(503);
    });
  });
});

/** The status of a list of streams. */
async function readStatus({ url, token }: ReceiverUnderTest): Promise<number> {
  const { status } = await fetch(`${url}/streams`, { headers: { authorization: `Bearer ${token}` } });
  return status;
}
