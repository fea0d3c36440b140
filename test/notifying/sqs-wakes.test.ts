import { randomUUID } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { parseNotifierMessage } from '../../lambda/notifying/notifier-message.ts';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { SqsWakes } from '../../lambda/notifying/sqs-wakes.ts';
import { useEngine } from '../table/engine.ts';
import { NotifierAws } from './notifier-aws.ts';

const engine = useEngine();
const NOW = Date.parse('2026-11-26T12:00:00Z');

/** Starts a queue for a recipient, with a clock that the test sets. */
async function useQueue() {
  const aws = await NotifierAws.start();
  onTestFinished(() => aws.stop());
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: aws.url, region: 'local', credentials, useQueueUrlAsEndpoint: false });
  const clock = { now: NOW };
  const [outbox, name] = [new Outbox(engine().notifications), randomUUID()];
  const wakes = new SqsWakes({ sqs, queueUrl: `${aws.url}/0/queue`, outbox, now: () => clock.now });
  const sent = () => aws.wakes.map(({ at, delaySeconds }) => [at - NOW, delaySeconds]);
  return { clock, outbox, name, wakes, sent };
}

test('a wake is delayed by whole seconds, never to before its time, and at most by 15 minutes', async () => {
  for (const [inMs, expected] of [
    [-5_000, [-5_000, 0]],
    [0, [0, 0]],
    [1, [1, 1]],
    [2_000, [2_000, 2]],
    [900_000, [900_000, 900]],
    [86_400_000, [900_000, 900]],
  ] as const) {
    const { name, wakes, sent } = await useQueue();
    await wakes.wake(name, NOW + inMs);
    expect(sent()).toEqual([expected]);
  }
});

test('no wake is sent while one is on its way to an earlier time, but to an earlier time than that', async () => {
  const { clock, name, wakes, sent } = await useQueue();
  for (const inMs of [10_000, 10_000, 12_000, 3_000]) await wakes.wake(name, NOW + inMs);
  expect(sent()).toEqual([[10_000, 10], [3_000, 3]]); // biome-ignore format: a row
  clock.now = NOW + 3_000; // that one has arrived
  await wakes.wake(name, NOW + 13_000);
  expect(sent()).toHaveLength(3);
});

test('a wake that has arrived is not on its way, even where the clock is behind', async () => {
  const { clock, name, wakes, sent } = await useQueue();
  await wakes.wake(name, NOW + 5_000);
  clock.now = NOW + 4_900;
  await wakes.wake(name, NOW + 5_000);
  expect(sent()).toHaveLength(1);
  await wakes.wake(name, NOW + 5_000, NOW + 5_000);
  expect(sent()).toHaveLength(2);
});

test.each(['', 'null', '[]', '"hello"', '{"recipient": "a"}', '{"source": "ant-media-webhooks.test", "detail": {}}'])(
  'a message that nobody sends is unreadable: %s',
  (body) => expect(parseNotifierMessage(body)).toEqual({ kind: 'unreadable' }),
);
