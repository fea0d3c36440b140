import { randomBytes } from 'node:crypto';
import { isRunning, type RunOwner } from './run-owner.ts';

/** The beginning of the name of each temporary rule, and of its queue. */
export const SUBSCRIPTION_PREFIX = 'npm-run-events-';

/** The time for which a rule is in use after its lease was renewed, in ms. */
export const LEASE_MS = 5 * 60_000;
/** The time for which a lease has to be over before another machine removes the rule, in ms: clocks differ. */
const GRACE_MS = 5 * 60_000;

/** The run that a rule belongs to, as its description says. */
interface Lease extends RunOwner {
  /** In ms since the epoch. */
  readonly until: number;
}

export const createSubscriptionName = (): string => `${SUBSCRIPTION_PREFIX}${randomBytes(8).toString('hex')}`;

/** Returns the name of the queue of a rule. */
export const queueNameOf = (rule: string): string => `${rule}.fifo`;

/** Formats the description of a rule: whether it is in use is read from it. `now` is in ms since the epoch. */
export const formatLease = ({ host, pid }: RunOwner, now: number): string =>
  `Temporary rule of npm run events, process ${pid} on ${host}, in use until ${new Date(now + LEASE_MS).toISOString()}`;

/** Returns whether a rule was made by this command. */
export const isSubscription = (name: string, description: string): boolean =>
  name.startsWith(SUBSCRIPTION_PREFIX) && readLease(description) !== undefined;

/**
 * Returns whether a rule with this description is not in use: a rule of this machine when its process has ended, one of another
 * machine when its lease is over. `self` has no rule yet, so a rule of its pid is that of an earlier process. `now` is in ms since
 * the epoch.
 */
export function isAbandoned(description: string, self: RunOwner, now: number): boolean {
  const lease = readLease(description);
  if (lease === undefined) return false;
  if (lease.host === self.host && (lease.pid === self.pid || !isRunning(lease.pid))) return true;
  return now > lease.until + GRACE_MS;
}

/** Reads the description of a rule; undefined when it is none of this command. */
function readLease(description: string): Lease | undefined {
  const [, pid = '', host = '', time = ''] = /, process (\d+) on (\S+), in use until (\S+)$/.exec(description) ?? [];
  const until = Date.parse(time);
  return Number.isNaN(until) ? undefined : { host, pid: Number(pid), until };
}
