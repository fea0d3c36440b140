import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from './run-plan.ts';
import type { Answer } from './send.ts';

/** A delivery that was made, and what came of it. */
export interface Delivered {
  readonly delivery: Delivery;
  /** When its sending began, in ms since the epoch. */
  readonly sentAt: number;
  readonly answer: Answer;
}

export interface Pace {
  /** How many hooks a second. */
  readonly rate: number;
  /** Whether each waits for the answer of the one before it, as nothing else keeps their order. */
  readonly oneByOne: boolean;
}

/** Makes all deliveries at a pace; `done` hears of each. */
export async function perform(
  deliveries: readonly Delivery[],
  { rate, oneByOne }: Pace,
  send: (delivery: Delivery) => Promise<Answer>,
  done: () => void = () => {},
): Promise<Delivered[]> {
  const begun = performance.now();
  const all: Promise<Delivered>[] = [];
  for (const [index, delivery] of deliveries.entries()) {
    await sleep(Math.max(0, begun + (index * 1_000) / rate - performance.now()));
    const delivered = deliver(delivery, send, done);
    all.push(delivered);
    if (oneByOne) await delivered;
  }
  return Promise.all(all);
}

async function deliver(
  delivery: Delivery,
  send: (delivery: Delivery) => Promise<Answer>,
  done: () => void,
): Promise<Delivered> {
  const sentAt = Date.now();
  const answer = await send(delivery);
  done();
  return { delivery, sentAt, answer };
}
