import { ListRulesCommand, type Rule } from '@aws-sdk/client-eventbridge';
import type { BusClients } from './bus-clients.ts';
import { removeSubscription } from './remove-subscription.ts';
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
  const leftovers = rules.filter(({ Description = '' }) => all || isAbandoned(Description, now));
  const names = leftovers.map(({ Name = '' }) => Name);
  for (const name of names) await removeSubscription(clients, name);
  return names;
}

async function listSubscriptions({ bus, events }: BusClients): Promise<Rule[]> {
  const rules: Rule[] = [];
  let token: string | undefined;
  do {
    const page = {
      EventBusName: bus,
      NamePrefix: SUBSCRIPTION_PREFIX,
      ...(token !== undefined && { NextToken: token }),
    };
    const { Rules = [], NextToken } = await events.send(new ListRulesCommand(page));
    rules.push(...Rules);
    token = NextToken;
  } while (token !== undefined);
  return rules.filter(({ Name = '', Description = '' }) => isSubscription(Name, Description));
}
