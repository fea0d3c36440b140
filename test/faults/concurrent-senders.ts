import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../cli/simulate/run-plan.ts';
import type { DeliveryResult } from '../../cli/simulate/send-all.ts';
import { type HookAnswer, send } from '../../cli/simulate/wire/send.ts';
import { subjectOf } from '../../oracle/sent-hook.ts';
import { planLoad } from './load.ts';

/** The delay before a retry (ms): short, so that hooks arrive as soon as a restarted receiver listens. */
const RETRY_DELAY_MS = 100;

/** Media servers that each send the next hook as soon as the last one is answered. */
export class ConcurrentSenders {
  readonly #url: URL;
  readonly #retries: boolean;
  /** The subject of each hook that was answered 200, in the order of the answers. */
  readonly acknowledged: string[] = [];

  /** With retries a hook is sent until it is answered 200; without, a sender stops at the first other answer. */
  constructor(url: URL, { retries }: { readonly retries: boolean }) {
    this.#url = url;
    this.#retries = retries;
  }

  /** Sends copies of every scenario one after another, so that some are complete at any time. Returns what was sent and its answers. */
  async send(lifecycles: number, senders: number): Promise<DeliveryResult[]> {
    const deliveries = Array.from({ length: lifecycles }, () => planLoad(this.#url, 1)).flat();
    const results: DeliveryResult[] = [];
    const unsent = deliveries.values();
    const runSender = async () => {
      for (const delivery of unsent) {
        const sentAt = Date.now();
        const answer = await this.#sendUntilAnswered(delivery);
        results.push({ delivery, sentAt, answer });
        if (!answer.ok && !this.#retries) return;
      }
    };
    await Promise.all(Array.from({ length: senders }, runSender));
    return results;
  }

  /** Hooks about a media server are sent once, as it does. */
  async #sendUntilAnswered(delivery: Delivery): Promise<HookAnswer> {
    let slowest = 0;
    for (let attempts = 1; ; attempts++) {
      const answer = await send(this.#url, delivery.request, 0);
      slowest = Math.max(slowest, answer.ms);
      if (answer.ok) this.acknowledged.push(subjectOf(delivery.fields));
      if (answer.ok || !this.#retries || delivery.from === 'server') return { ...answer, ms: slowest, attempts };
      await sleep(RETRY_DELAY_MS);
    }
  }
}
