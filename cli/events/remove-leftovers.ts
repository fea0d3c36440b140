import type { Rule } from '@aws-sdk/client-eventbridge';
import type { BusClients } from './bus-clients.ts';
import { listRules } from './list-rules.ts';
import { removeSubscription } from './remove-subscription.ts';
import { currentOwner } from './run-owner.ts';
import { isAbandoned, isSubscription, SUBSCRIPTION_PREFIX } from './subscription-name.ts';

/** The temporary rules to remove. */
interface LeftoverOptions {
  /** Whether those that are in use are removed too, as before the bus is deleted. */
  readonly all?: boolean;
  /** In ms since the epoch. */
  readonly now?: number;
}

/** Removes the temporary rules that killed runs of `npm run events` left on a bus, with their queues. Returns the names of the rules. */
export async function removeLeftovers(
  clients: BusClients,
  { all = false, now = Date.now() }: LeftoverOptions = {},
): Promise<string[]> {
  const rules = await listSubscriptions(clients);
  const self = currentOwner();
  const leftovers = rules.filter(({ Description = '' }) => all || isAbandoned(Description, self, now));
  const names = leftovers.map(({ Name = '' }) => Name);
  for (const name of names) await removeSubscription(clients, name);
  return names;
}

async function listSubscriptions(clients: BusClients): Promise<Rule[]> {
  const rules = await listRules(clients, SUBSCRIPTION_PREFIX);
  return rules.filter(({ Name = '', Description = '' }) => isSubscription(Name, Description));
}
