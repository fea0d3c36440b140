import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'vitest';
import { Turns } from '../../lambda/table/keyed-mutex.ts';
import { IN_MEMORY } from '../../local/database.ts';
import { type ReceiverAtFault, useEngine, useFolders, withReceiver } from './at-fault.ts';
import type { Fault } from './faults.ts';
import type { Aim } from './faulty-dynamodb.ts';
import { play, withBusyness } from './load.ts';
import { expectInTime, expectKept, report } from './report.ts';

/** How long there is load before the fault, and how long the fault lasts, in ms; the load goes on after it for about as long. */
const [BEFORE_MS, FAULT_MS] = [1_000, 3_000];

/** More than a client of DynamoDB has sockets. */
const QUESTIONS = 60;

const engine = useEngine();
const aFolder = useFolders();

/** One load or one verdict at a time, or they would slow each other; only what waits after a load is applied during the next. */
const turns = new Turns();
const inTurn = <T>(work: () => Promise<T>) => turns.take('the machine', work);

/** Two media servers send, of which one tries again; the fault comes and goes. */
function playThrough({ hooks, faulty }: ReceiverAtFault, fault: Fault, aim: Aim = {}) {
  const playing = async () => {
    const loads = [0, 3].map(async (retries) => ({
      retries,
      delivered: await play({ url: hooks(), copies: 2, rate: 30, retries }),
    }));
    await sleep(BEFORE_MS);
    await faulty.set(fault, aim);
    await sleep(FAULT_MS);
    await faulty.set('none');
    return Promise.all(loads);
  };
  return inTurn(() => withBusyness(playing));
}

describe.concurrent('while the tables are at fault', () => {
  test.for<[Fault, Aim]>([
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
    await withReceiver(engine(), aFolder(), async (receiver) => {
      const { result, busyMs } = await playThrough(receiver, fault, aim);
      await receiver.drained();
      for (const { retries, delivered } of result) {
        const name = aim.every === undefined ? fault : `${fault}, each ${aim.every}.`;
        const { verdict, figures } = await inTurn(() => report(receiver, { fault: name, retries, busyMs }, delivered));
        expectKept(verdict, expect);
        expectInTime(figures, expect);
        expect.soft(figures.answered200).toBe(figures.sent);
      }
    });
  });

  test('and nothing can wait, a hook is answered 503 in time, and is kept once when it is sent again', async ({
    expect,
  }) => {
    await withReceiver(engine(), IN_MEMORY, async (receiver) => {
      const { result, busyMs } = await playThrough(receiver, 'hang');
      const load = { fault: 'hang, :memory:', busyMs };
      for (const { retries, delivered } of result) {
        const { verdict, figures } = await inTurn(() => report(receiver, { ...load, retries }, delivered));
        expectKept(verdict, expect);
        expectInTime(figures, expect);
        if (retries > 0) expect.soft(verdict.doubtful).toBe(0);
        const failures = delivered.filter(({ answer }) => !answer.ok).map(({ answer }) => answer.outcome);
        expect.soft(failures.filter((outcome) => !outcome.startsWith('status 503'))).toEqual([]);
        if (retries === 0) expect.soft(failures).not.toEqual([]);
      }
    });
  });

  test('whoever asks meanwhile is answered 503, and holds up no hook after it', async ({ expect }) => {
    await withReceiver(engine(), aFolder(), async (receiver) => {
      await ask(receiver); // its token is known from then on
      await receiver.faulty.set('hang');
      const questions = Promise.all(Array.from({ length: QUESTIONS }, () => ask(receiver)));
      await sleep(BEFORE_MS);
      await receiver.faulty.set('none');
      const load = { url: receiver.hooks(), copies: 1, rate: 40, retries: 0 };
      const { result: delivered, busyMs } = await inTurn(() => withBusyness(() => play(load)));
      const name = { fault: 'hang, for questions', retries: 0, busyMs };
      const { verdict, figures } = await inTurn(() => report(receiver, name, delivered));
      expectKept(verdict, expect);
      expectInTime(figures, expect);
      expect.soft(figures.outcomes).toContain('recorded');
      expect.soft(await questions).toContain(503);
    });
  });
});

/** The status of a list of streams. */
async function ask({ url, token }: ReceiverAtFault): Promise<number> {
  const { status } = await fetch(`${url}/streams`, { headers: { authorization: `Bearer ${token}` } });
  return status;
}
