import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../cli/simulate/run-plan.ts';
import type { DeliveryResult } from '../../cli/simulate/send-all.ts';
import { type HookAnswer, send } from '../../cli/simulate/wire/send.ts';
import { subjectOf } from '../../oracle/sent-hook.ts';
import { planLoad } from './load.ts';

/** How long one that tries again waits before it does, in ms: there is a restart to be met as early as it can be. */
const RETRY_DELAY_MS = 100;

/** Media servers that send as fast as they are answered: each sender its next hook when it has the answer to the one before. */
export class ConcurrentSenders {
  readonly #url: URL;
  readonly #retries: boolean;
  /** About whom each hook was that was answered 200, in the order of the answers. */
  readonly acknowledged: string[] = [];

  /** Those that try again do until they are answered 200; a sender that does not ends when it is not. */
  constructor(url: URL, { tryAgain }: { readonly tryAgain: boolean }) {
    this.#url = url;
    this.#retries = tryAgain;
  }

  /** Sends lifecycles one after another, so that some are complete whenever it ends; what became of what was sent. */
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

  /** What the media server tells of itself it tells once. */
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
