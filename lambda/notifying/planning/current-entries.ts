import type { Pending, StreamMemory } from '../notification.ts';
import type { Recipient } from '../recipients/recipient.ts';
import { isRelevant } from './relevance.ts';
import { sequenceOf } from './stream-order.ts';

/** Parts the entries of a stream from those of which nothing is told in words: they come late, twice, or concern the recipient no more. */
export function partCurrent<P extends Pending>(
  entries: readonly P[],
  { sequence }: Pick<StreamMemory, 'sequence'>,
  recipient: Recipient,
): { readonly current: readonly P[]; readonly dropped: readonly P[] } {
  const current: P[] = [];
  const dropped: P[] = [];
  let last = sequence;
  for (const entry of entries) {
    const own = sequenceOf(entry.announcement);
    const isDropped = !isRelevant(recipient, entry.announcement) || (own !== null && own <= last);
    (isDropped ? dropped : current).push(entry);
    if (!isDropped) last = own ?? last;
  }
  return { current, dropped };
}
