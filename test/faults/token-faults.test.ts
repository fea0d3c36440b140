import { setTimeout as sleep } from 'node:timers/promises';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../../local/database/database.ts';
import { tables } from '../../local/database/embedded-tables.ts';
import { subjectOf } from '../../oracle/sent-hook.ts';
import { measureBusyTime, sendLoad } from './load.ts';
import { useEngine, useFolders, withReceiver } from './receiver-with-faults.ts';
import { expectInTime, expectStoredOnce, judgeAndReport } from './report.ts';

/** A token is cached for a minute; after that the table is read again. */
const PAST_CACHE_TTL_MS = 61_000;
/** Duration of the fault after the hooks with a wrong token, in ms. */
const REMAINING_FAULT_MS = 1_000;

const engine = useEngine();
const createFolder = useFolders();

afterEach(() => void vi.useRealTimers());

describe('while only the table of tokens is faulty', () => {
  test('hooks with a token that was used within the hour are recorded as usual', async () => {
    await withReceiver(engine(), createFolder(), async (receiver) => {
      await sendLoad({ url: receiver.hooks(), copies: 1, rate: 80, retries: 0 });
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + PAST_CACHE_TTL_MS, shouldAdvanceTime: true });
      await receiver.faulty.set('hang', { table: 'tokens' });
      const load = { url: receiver.hooks(), copies: 3, rate: 40, retries: 0 };
      const { result: delivered, busyMs } = await measureBusyTime(() => sendLoad(load));
      await receiver.faulty.set('none');
      await receiver.untilDrained();
      const name = { fault: 'tokens hang, one is known', retries: 0, busyMs };
      const { verdict, figures } = await judgeAndReport(receiver, name, delivered);
      expectStoredOnce(verdict, expect);
      expectInTime(figures, expect);
      expect(figures.answered200).toBe(figures.sent);
      const deferred = delivered.filter(({ answer }) => answer.outcome === 'deferred');
      expect(deferred.length).toBeLessThan(delivered.length / 2); // a busy machine defers a few
    });
  });

  test('hooks with an unknown token are deferred, and those with a wrong token are stored nowhere', async () => {
    await withReceiver(engine(), createFolder(), async (receiver) => {
      await receiver.faulty.set('hang', { table: 'tokens' });
      const { result, busyMs } = await measureBusyTime(async () => {
        const right = sendLoad({ url: receiver.hooks(), copies: 3, rate: 40, retries: 0 });
        const wrong = await sendLoad({ url: receiver.hooks('wrong'), copies: 1, rate: 40, retries: 0 });
        await sleep(REMAINING_FAULT_MS);
        await receiver.faulty.set('none');
        return { wrong, right: await right };
      });
      await receiver.untilDrained();
      const name = { fault: 'tokens hang, none is known', retries: 0, busyMs };
      const { verdict, figures } = await judgeAndReport(receiver, name, result.right);
      expectStoredOnce(verdict, expect);
      expectInTime(figures, expect);
      expect(figures.answered200).toBe(figures.sent);
      expect(new Set(result.wrong.map(({ answer }) => answer.outcome))).toEqual(new Set(['deferred']));
      const rows = await readAllTables();
      expect(result.right.filter(({ delivery }) => !rows.includes(subjectOf(delivery.fields)))).toEqual([]);
      expect(result.wrong.filter(({ delivery }) => rows.includes(subjectOf(delivery.fields)))).toEqual([]);
    });
  });
});

/** Returns all rows of all tables as one text. */
async function readAllTables(): Promise<string> {
  const client = connect(engine().endpoint);
  const texts: string[] = [];
  for (const { TableName } of tables)
    for await (const { Items } of paginateScan({ client }, { TableName })) texts.push(JSON.stringify(Items));
  client.destroy();
  return texts.join('\n');
}
