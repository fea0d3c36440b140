import { earliest } from '../earliest.ts';
import type { Plan } from '../notification.ts';
import type { OutboxEntry } from '../outbox/outbox.ts';
import { isWanted } from '../planning/relevance.ts';
import type { Recipient } from '../recipients/recipient.ts';

/** Plans what is told again: each as it is, since later ones of its stream may have been told, and nothing is remembered. */
export function planResent(entries: readonly OutboxEntry[], recipient: Recipient, now: number): Plan<OutboxEntry> {
  const due = entries.filter(({ retryAt }) => retryAt <= now);
  const waits = entries.map(({ retryAt }) => retryAt).filter((retryAt) => retryAt > now);
  const steps = due.map((entry) => {
    const { announcement } = entry;
    const told = isWanted(recipient, announcement) ? ({ kind: 'announcement', announcement } as const) : null;
    return { entries: [entry], told, memory: null };
  });
  return { steps, wakeAt: earliest(waits) };
}
