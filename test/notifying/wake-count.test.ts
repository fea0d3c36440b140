import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { deliver } from '../../lambda/notifying/delivery/deliver.ts';
import { dispatch } from '../../lambda/notifying/dispatch.ts';
import { parseNotifierMessage } from '../../lambda/notifying/notifier-message.ts';
import { SqsWakes } from '../../lambda/notifying/sqs-wakes.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { buildEnded, buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld } from './delivery-world.ts';
import { buildRecipient } from './recipient.builder.ts';

const [MINUTE, DAY] = [60_000, 86_400_000];

interface SentMessage {
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
}

/** A recipient that is told of ends after a day, the notifier's queue, and a clock that jumps from one wake to the next. */
class WaitingRecipient {
  sent = 0;
  queue: { readonly at: number; readonly dueAt: number }[] = [];
  readonly #recipient = buildRecipient({ to: 'http://127.0.0.1:1/', graceMs: DAY, on: ['Stream Ended'] });
  readonly #world = new DeliveryWorld(new InMemoryTable(), [this.#recipient]);
  readonly #wakes = new SqsWakes({
    sqs: { send: async ({ input }: { input: SentMessage }) => this.#send(input) } as Partial<SQSClient> as SQSClient,
    queueUrl: 'https://queue',
    outbox: this.#world.outbox,
    now: () => this.#world.now,
  });

  /** Dispatches the start of a stream of its own, which nobody waits for, and its end. */
  async dispatchSession(n: number): Promise<void> {
    const wake = (name: string, at: number) => this.#wakes.wake(name, at);
    const fields = { at: this.#world.now, id: `cam-${n}` };
    const session = [buildStarted(fields), buildEnded({ ...fields, sequence: fields.at + 1 })];
    await dispatch(session, { ...this.#world.deps, wake, recipients: [this.#recipient] });
  }

  /** Does the turns that are due within a time, in ms. */
  async pass(ms: number): Promise<void> {
    const until = this.#world.now + ms;
    for (;;) {
      const [next] = this.queue.toSorted((a, b) => a.dueAt - b.dueAt);
      if (next === undefined || next.dueAt > until) break;
      this.queue.splice(this.queue.indexOf(next), 1);
      this.#world.advance(Math.max(0, next.dueAt - this.#world.now));
      const wake = (name: string, at: number) => this.#wakes.wake(name, at, next.at);
      await deliver(this.#recipient, { ...this.#world.deps, wake }, next.at);
    }
    this.#world.advance(until - this.#world.now);
  }

  #send({ MessageBody = '', DelaySeconds = 0 }: SentMessage): void {
    const message = parseNotifierMessage(MessageBody);
    if (message.kind !== 'wake') throw new Error(`received ${message.kind}, expected a wake`);
    this.sent += 1;
    this.queue.push({ at: message.at, dueAt: this.#world.now + DelaySeconds * 1_000 });
  }
}

test('wakes do not multiply while ends wait for a day', async () => {
  const waiting = new WaitingRecipient();
  const inFlight: number[] = [];
  for (let n = 0; n < 144; n++) {
    await waiting.dispatchSession(n);
    await waiting.pass(10 * MINUTE);
    inFlight.push(waiting.queue.length);
  }
  expect(Math.max(...inFlight)).toBeLessThanOrEqual(3);
  expect(waiting.sent).toBeLessThanOrEqual(3 * 144);
});
