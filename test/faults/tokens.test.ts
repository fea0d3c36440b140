import { setTimeout as sleep } from 'node:timers/promises';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { subjectOf } from '../../cli/simulate/expect.ts';
import { connect, tables } from '../../local/database.ts';
import { useEngine, useFolders, withReceiver } from './at-fault.ts';
import { play, withBusyness } from './load.ts';
import { expectInTime, expectKept, report } from './report.ts';

/** A token that was found is believed for a minute; after that the table is asked again. */
const LATER_MS = 61_000;
/** How long the fault goes on once everything has been sent that a stranger sends, in ms. */
const STILL_MS = 1_000;

const engine = useEngine();
const aFolder = useFolders();

afterEach(() => void vi.useRealTimers());

describe('while the table of tokens alone is at fault', () => {
  test('a token that was seen within the hour lets hooks in as ever', async () => {
    await withReceiver(engine(), aFolder(), async (receiver) => {
      await play({ url: receiver.hooks(), copies: 1, rate: 80, retries: 0 });
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LATER_MS, shouldAdvanceTime: true });
      await receiver.faulty.set('hang', { table: 'tokens' });
      const load = { url: receiver.hooks(), copies: 3, rate: 40, retries: 0 };
      const { result: delivered, busyMs } = await withBusyness(() => play(load));
      await receiver.faulty.set('none');
      await receiver.drained();
      const name = { fault: 'tokens hang, one is known', retries: 0, busyMs };
      const { verdict, figures } = await report(receiver, name, delivered);
      expectKept(verdict, expect);
      expectInTime(figures, expect);
      expect(figures.answered200).toBe(figures.sent);
      const deferred = delivered.filter(({ answer }) => answer.outcome === 'deferred');
      expect(deferred.length).toBeLessThan(delivered.length / 2); // a few, where the machine has much else to do
    });
  });

  test('one that was never seen lets them in for later, and whatever a wrong one brought is nowhere then', async () => {
    await withReceiver(engine(), aFolder(), async (receiver) => {
      await receiver.faulty.set('hang', { table: 'tokens' });
      const { result, busyMs } = await withBusyness(async () => {
        const right = play({ url: receiver.hooks(), copies: 3, rate: 40, retries: 0 });
        const wrong = await play({ url: receiver.hooks('wrong'), copies: 1, rate: 40, retries: 0 });
        await sleep(STILL_MS);
        await receiver.faulty.set('none');
        return { wrong, right: await right };
      });
      await receiver.drained();
      const name = { fault: 'tokens hang, none is known', retries: 0, busyMs };
      const { verdict, figures } = await report(receiver, name, result.right);
      expectKept(verdict, expect);
      expectInTime(figures, expect);
      expect(figures.answered200).toBe(figures.sent);
      expect(new Set(result.wrong.map(({ answer }) => answer.outcome))).toEqual(new Set(['deferred']));
      const kept = await everything();
      expect(result.right.filter(({ delivery }) => !kept.includes(subjectOf(delivery)))).toEqual([]);
      expect(result.wrong.filter(({ delivery }) => kept.includes(subjectOf(delivery)))).toEqual([]);
    });
  });
});

/** All that the engine keeps, as one text. */
async function everything(): Promise<string> {
  const client = connect(engine().endpoint);
  const texts: string[] = [];
  for (const { TableName } of tables)
    for await (const { Items } of paginateScan({ client }, { TableName })) texts.push(JSON.stringify(Items));
  client.destroy();
  return texts.join('\n');
}
