import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from './run-plan.ts';
import type { HookAnswer } from './wire/send.ts';

export interface DeliveryResult {
  readonly delivery: Delivery;
  /** In ms since the epoch. */
  readonly sentAt: number;
  readonly answer: HookAnswer;
}

interface Pace {
  /** In hooks per second. */
  readonly rate: number;
  /** Whether each hook waits for the previous answer: without timestamps, nothing else preserves the order. */
  readonly inSequence: boolean;
}

/** Sends all deliveries at a pace, and calls `onSent` after each answer. */
export async function sendAll(
  deliveries: readonly Delivery[],
  { rate, inSequence }: Pace,
  send: (delivery: Delivery) => Promise<HookAnswer>,
  onSent: () => void = () => {},
): Promise<DeliveryResult[]> {
  const startedAt = performance.now();
  const results: Promise<DeliveryResult>[] = [];
  for (const [index, delivery] of deliveries.entries()) {
    await sleep(Math.max(0, startedAt + (index * 1_000) / rate - performance.now()));
    const result = deliver(delivery, send, onSent);
    results.push(result);
    if (inSequence) await result;
  }
  return Promise.all(results);
}

async function deliver(
  delivery: Delivery,
  send: (delivery: Delivery) => Promise<HookAnswer>,
  onSent: () => void,
): Promise<DeliveryResult> {
  const sentAt = Date.now();
  const answer = await send(delivery);
  onSent();
  return { delivery, sentAt, answer };
}
