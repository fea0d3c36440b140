import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { KeyedMutex } from '../../lambda/table/keyed-mutex.ts';
import { IN_MEMORY } from '../../local/data-dir/data-dir.ts';
import type { Fault } from './faults.ts';
import type { FaultScope } from './faulty-dynamodb.ts';
import { measureBusyTime, sendLoad } from './load.ts';
import { type ReceiverWithFaults, useEngine, useFolders, withReceiver } from './receiver-with-faults.ts';
import { expectInTime, expectStoredOnce, judgeAndReport } from './report.ts';

/** The time of load before the fault, and the duration of the fault, in ms. The load goes on after it for about as long. */
const [BEFORE_MS, FAULT_MS] = [1_000, 3_000];

/** More than a DynamoDB client has sockets. */
const READS = 60;

const engine = useEngine();
const createFolder = useFolders();

/** Loads run one at a time, since they would slow each other; during the next the deferred events of a load are applied, and it is judged. */
const mutex = new KeyedMutex();
const exclusively = <T>(work: () => Promise<T>) => mutex.run('the machine', work);

/** Sends the hooks of two media servers, one with retries, while the fault begins and ends. */
function sendThroughFault({ hooks, faulty }: ReceiverWithFaults, fault: Fault, aim: FaultScope = {}) {
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

describe.concurrent('while the tables are faulty', () => {
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
  ])('every hook is answered 200 in time and stored once: %s %o', async ([fault, aim], { expect }) => {
    await withReceiver(engine(), createFolder(), async (receiver) => {
      const { result, busyMs } = await sendThroughFault(receiver, fault, aim);
      await receiver.untilDrained();
      for (const { retries, delivered } of result) {
        const name = aim.every === undefined ? fault : `${fault}, each ${aim.every}.`;
        const { verdict, figures } = await judgeAndReport(receiver, { fault: name, retries, busyMs }, delivered);
        expectStoredOnce(verdict, expect);
        expectInTime(figures, expect);
        expect.soft(figures.answered200).toBe(figures.sent);
      }
    });
  });

  test('and nothing can be deferred, a hook is answered 503 in time, and is stored once when it is retried', async ({
    expect,
  }) => {
    await withReceiver(engine(), IN_MEMORY, async (receiver) => {
      const { result, busyMs } = await sendThroughFault(receiver, 'hang');
      const load = { fault: 'hang, :memory:', busyMs };
      for (const { retries, delivered } of result) {
        const { verdict, figures } = await judgeAndReport(receiver, { ...load, retries }, delivered);
        expectStoredOnce(verdict, expect);
        expectInTime(figures, expect);
        if (retries > 0) expect.soft(verdict.doubtful).toBe(0);
        const failures = delivered.filter(({ answer }) => !answer.ok).map(({ answer }) => answer.outcome);
        expect.soft(failures.filter((outcome) => !outcome.startsWith('status 503'))).toEqual([]);
        if (retries === 0) expect.soft(failures).not.toEqual([]);
      }
    });
  });

  test('reads are answered 503, and delay no hook after the fault', async ({ expect }) => {
    await withReceiver(engine(), createFolder(), async (receiver) => {
      await readStatus(receiver); // its token is cached from now on
      await receiver.faulty.set('hang');
      const statuses = Promise.all(Array.from({ length: READS }, () => readStatus(receiver)));
      await sleep(BEFORE_MS);
      await receiver.faulty.set('none');
      const load = { url: receiver.hooks(), copies: 1, rate: 40, retries: 0 };
      const { result: delivered, busyMs } = await exclusively(() => measureBusyTime(() => sendLoad(load)));
      const name = { fault: 'hang, during reads', retries: 0, busyMs };
      const { verdict, figures } = await judgeAndReport(receiver, name, delivered);
      expectStoredOnce(verdict, expect);
      expectInTime(figures, expect);
      expect.soft(figures.outcomes).toContain('recorded');
      expect.soft(await statuses).toContain(503);
    });
  });
});

/** Reads a list of streams, and returns the status of the response. */
async function readStatus({ url, token }: ReceiverWithFaults): Promise<number> {
  const { status } = await fetch(`${url}/streams`, { headers: { authorization: `Bearer ${token}` } });
  return status;
}
