import type { NotifyPolicy, Pending, Plan, Step } from '../notification.ts';
import type { Recipient } from '../recipients/recipient.ts';
import { findShortEnds, isEnded } from './grace.ts';
import { isWanted } from './relevance.ts';

/** Plans the envelopes of one stream, whose entries are in order. What waits holds those after it. */
export function planEnvelopes<P extends Pending>(
  entries: readonly P[],
  recipient: Recipient,
  now: number,
  { settleMs }: NotifyPolicy,
): Plan<P> {
  const short = findShortEnds(entries, recipient.graceMs);
  const steps: Step<P>[] = [];
  for (const entry of entries) {
    const { announcement, receivedAt, retryAt } = entry;
    const isWithheld = isEnded(entry) && !short.has(entry) && isWanted(recipient, announcement);
    const readyAt = receivedAt + Math.max(settleMs, isWithheld ? recipient.graceMs : 0);
    const wakeAt = Math.max(readyAt, retryAt);
    if (wakeAt > now) return { steps, wakeAt };
    const isTold = isWanted(recipient, announcement) && !short.has(entry);
    steps.push({ entries: [entry], told: isTold ? { kind: 'announcement', announcement } : null, memory: null });
  }
  return { steps, wakeAt: null };
}
