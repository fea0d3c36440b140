import { ListRulesCommand, type Rule } from '@aws-sdk/client-eventbridge';
import type { BusClients } from './bus-clients.ts';

/** Lists the rules on a bus whose names begin with a prefix; without one, all of them. */
export async function listRules({ bus, events }: BusClients, prefix?: string): Promise<Rule[]> {
  const rules: Rule[] = [];
  let token: string | undefined;
  do {
    const page = {
      EventBusName: bus,
      ...(prefix !== undefined && { NamePrefix: prefix }),
      ...(token !== undefined && { NextToken: token }),
    };
    const { Rules = [], NextToken } = await events.send(new ListRulesCommand(page));
    rules.push(...Rules);
    token = NextToken;
  } while (token !== undefined);
  return rules;
}
