import { setTimeout as sleep } from 'node:timers/promises';
import { subjectOf } from '../../cli/simulate/expect.ts';
import type { Delivery } from '../../cli/simulate/run-plan.ts';
import { type Answer, send } from '../../cli/simulate/send.ts';
import type { Delivered } from '../../cli/simulate/send-all.ts';
import { deliveriesOf } from './load.ts';

/** How long one that tries again waits before it does, in ms: there is a restart to be met as early as it can be. */
const AGAIN_MS = 100;

/** Media servers that send as fast as they are answered: each sender its next hook when it has the answer to the one before. */
export class Crowd {
  readonly #url: URL;
  readonly #tryAgain: boolean;
  /** About whom each hook was that was answered 200, in the order of the answers. */
  readonly answered: string[] = [];

  /** Those that try again do until they are answered 200; a sender that does not ends when it is not. */
  constructor(url: URL, { tryAgain }: { readonly tryAgain: boolean }) {
    this.#url = url;
    this.#tryAgain = tryAgain;
  }

  /** Sends lifecycles one after another, so that some are complete whenever it ends; what became of what was sent. */
  async send(lifecycles: number, senders: number): Promise<Delivered[]> {
    const deliveries = Array.from({ length: lifecycles }, () => deliveriesOf(this.#url, 1)).flat();
    const delivered: Delivered[] = [];
    const waiting = deliveries.values();
    const sendOnAndOn = async () => {
      for (const delivery of waiting) {
        const sentAt = Date.now();
        const answer = await this.#answerTo(delivery);
        delivered.push({ delivery, sentAt, answer });
        if (!answer.ok && !this.#tryAgain) return;
      }
    };
    await Promise.all(Array.from({ length: senders }, sendOnAndOn));
    return delivered;
  }

  /** What the media server tells of itself it tells once. */
  async #answerTo(delivery: Delivery): Promise<Answer> {
    let slowest = 0;
    for (let attempts = 1; ; attempts++) {
      const answer = await send(this.#url, delivery.request, 0);
      slowest = Math.max(slowest, answer.ms);
      if (answer.ok) this.answered.push(subjectOf(delivery));
      if (answer.ok || !this.#tryAgain || delivery.from === 'server') return { ...answer, ms: slowest, attempts };
      await sleep(AGAIN_MS);
    }
  }
}
