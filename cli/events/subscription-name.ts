import { randomBytes } from 'node:crypto';

/** Begins the name of each temporary rule, and of its queue. */
export const SUBSCRIPTION_PREFIX = 'npm-run-events-';

/** How long a rule is in use after its lease was renewed, in ms. */
export const LEASE_MS = 5 * 60_000;
/** How long a lease has to be over before another run removes the rule, in ms: clocks differ. */
const GRACE_MS = 5 * 60_000;

export const createSubscriptionName = (): string => `${SUBSCRIPTION_PREFIX}${randomBytes(8).toString('hex')}`;

/** Returns the name of the queue of a rule. */
export const queueNameOf = (rule: string): string => `${rule}.fifo`;

/** Formats the description of a rule: whether it is in use is read from it. `now` is in ms since the epoch. */
export const formatLease = (now: number): string =>
  `Temporary rule of npm run events, in use until ${new Date(now + LEASE_MS).toISOString()}`;

/** Whether a rule was made by this command. */
export const isSubscription = (name: string, description: string): boolean =>
  name.startsWith(SUBSCRIPTION_PREFIX) && readLease(description) !== undefined;

/** Whether a rule with this description is no longer in use; `now` is in ms since the epoch. */
export function isAbandoned(description: string, now: number): boolean {
  const until = readLease(description);
  return until !== undefined && now > until + GRACE_MS;
}

/** Returns when the lease of a rule ends, in ms since the epoch; undefined when its description holds none. */
function readLease(description: string): number | undefined {
  const [, time = ''] = / in use until (\S+)$/.exec(description) ?? [];
  const until = Date.parse(time);
  return Number.isNaN(until) ? undefined : until;
}
