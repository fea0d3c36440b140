import type { NotifyPolicy } from '../notification.ts';

/** The policy of a deployment. `settleMs` is more than its queue needs to deliver what belongs before; locally nothing overtakes. */
export const defaultPolicy: NotifyPolicy = {
  gatherMs: 10_000,
  settleMs: 2_000,
  flappingStarts: 3,
  flappingMs: 5 * 60_000,
};
