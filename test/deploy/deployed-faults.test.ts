import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fault } from '../faults/faults.ts';
import { FaultyDynamoDB } from '../faults/faulty-dynamodb.ts';
import { sendLoad } from '../faults/load.ts';
import { judge, nothingWrong } from '../faults/verdict.ts';
import { describeOnAccount } from './on-account.ts';
import { QueuesUnderTest } from './queues-under-test.ts';
import { StackUnderTest } from './stack-under-test.ts';

/** Hooks per second: an emulated account has few concurrent executions, and each waits for a table that hangs. */
const RATE = 8;
/** The time of load before the fault, and the duration of the fault, in ms. The load goes on after it for about as long. */
const [BEFORE_MS, FAULT_MS] = [3_000, 6_000];
/** Enough for deferred events to be applied: failures are retried after 5 s, 15 s and 35 s. */
const eventually = { timeout: 90_000, interval: 500 };

describeOnAccount('a deployed receiver and its replayer, under load', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Faults');
  let faulty: FaultyDynamoDB;
  let queues: QueuesUnderTest;
  let url: string;
  let token: string;

  beforeAll(async () => {
    await stack.deploy();
    faulty = await FaultyDynamoDB.start(endpoint);
    for (const name of ['ReceiverFunction', 'ReplayerFunction'] as const)
      await stack.setVariables(name, { AWS_ENDPOINT_URL_DYNAMODB: faulty.endpoint });
    queues = await QueuesUnderTest.of(stack);
    url = await stack.url();
    token = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read');
  });
  afterAll(() => faulty?.close());

  test.each<Fault>(['hang', 'throttle'])('store every hook once while the tables %s', async (fault) => {
    const webhook = new URL(`${url}/hooks/LiveApp/${token}`);
    const loads = [0, 3].map((retries) => sendLoad({ url: webhook, copies: 1, rate: RATE / 2, retries }));
    await sleep(BEFORE_MS);
    await faulty.set(fault);
    await sleep(FAULT_MS);
    await faulty.set('none');
    const delivered = (await Promise.all(loads)).flat();
    const outcomes = delivered.map(({ answer }) => answer.outcome);
    expect.soft(delivered.filter(({ answer }) => !answer.ok)).toEqual([]);
    expect.soft(outcomes).toContain('deferred');
    expect.soft(outcomes).toContain('recorded');
    await expect.poll(() => queues.countDeferred(), eventually).toBe(0);
    expect(await queues.deadLetters()).toBe(0);
    expect(await judge({ url, token }, delivered)).toEqual(nothingWrong);
  });
});
