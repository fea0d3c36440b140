import { ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { NOTIFY_RULE } from '../../lib/data/notify-rule-name.ts';
import { toShellWord } from '../../terminal/shell.ts';
import { type BusClients, createBusClients } from '../events/bus-clients.ts';
import { isMissing } from '../events/is-missing.ts';
import { listRules } from '../events/list-rules.ts';
import { removeLeftovers } from '../events/remove-leftovers.ts';
import { isSubscription } from '../events/subscription-name.ts';
import { explainAwsError } from '../stack/aws-errors.ts';

/** A rule on the bus that another program or person made. */
export interface ForeignRule {
  readonly name: string;
  readonly targetIds: readonly string[];
  /** The service of AWS that manages it, such as that of an archive. */
  readonly managedBy?: string;
}

/** Throws while others have rules on a bus, since AWS deletes no bus with rules. `awsArgs` are of the AWS CLI. */
export async function assertNoForeignRules(bus: string, awsArgs: readonly string[]): Promise<void> {
  const rules = await withBus(bus, findForeignRules);
  if (rules.length > 0) throw new Error(describeForeignRules(bus, rules, awsArgs));
}

/** Removes the temporary rules of `npm run events` from a bus, those in use too. */
export const removeTemporaryRules = (bus: string): Promise<string[]> =>
  withBus(bus, (clients) => listUnlessDeleted(() => removeLeftovers(clients, { all: true })));

/** Returns the message for rules of others, with the commands that remove them. */
export function describeForeignRules(bus: string, rules: readonly ForeignRule[], awsArgs: readonly string[]): string {
  const names = rules.map(({ name }) => name).join(', ');
  const commands = rules.flatMap((rule) => removalCommands(bus, rule, awsArgs)).join(' && ');
  const managed = rules.flatMap(({ name, managedBy }) => (managedBy === undefined ? [] : [`${name} by ${managedBy}`]));
  return [
    `The event bus ${bus}: received the rules ${names} of others on it, expected none, because AWS deletes no bus with rules. Nothing was changed.`,
    ...(managed.length > 0
      ? [`These are managed, so remove what made them, such as an archive: ${managed.join(', ')}.`]
      : []),
    ...(commands === '' ? [] : [`Remove the stacks that made them, or run: ${commands}`]),
  ].join(' ');
}

function removalCommands(bus: string, { name, targetIds, managedBy }: ForeignRule, awsArgs: readonly string[]) {
  if (managedBy !== undefined) return [];
  const command = (...words: string[]) => ['aws', 'events', ...[...words, ...awsArgs].map(toShellWord)].join(' ');
  const removeTargets = command('remove-targets', '--event-bus-name', bus, '--rule', name, '--ids', ...targetIds);
  return [
    ...(targetIds.length > 0 ? [removeTargets] : []),
    command('delete-rule', '--event-bus-name', bus, '--name', name),
  ];
}

async function findForeignRules(clients: BusClients): Promise<ForeignRule[]> {
  const rules = await listUnlessDeleted(() => listRules(clients));
  const foreign = rules.filter(
    ({ Name = '', Description = '' }) => Name !== NOTIFY_RULE && !isSubscription(Name, Description),
  );
  return Promise.all(
    foreign.map(async ({ Name: name = '', ManagedBy: managedBy }) => {
      const targets = new ListTargetsByRuleCommand({ EventBusName: clients.bus, Rule: name }); // a rule has at most five
      const { Targets = [] } = await clients.events.send(targets);
      return { name, targetIds: Targets.map(({ Id = '' }) => Id), ...(managedBy !== undefined && { managedBy }) };
    }),
  );
}

async function withBus<T>(bus: string, use: (clients: BusClients) => Promise<T>): Promise<T> {
  const clients = createBusClients(bus);
  try {
    return await use(clients);
  } catch (error) {
    throw explainAwsError(error);
  } finally {
    clients.events.destroy();
    clients.sqs.destroy();
  }
}

/** Returns an empty list for a bus that somebody deleted. */
async function listUnlessDeleted<T>(list: () => Promise<T[]>): Promise<T[]> {
  try {
    return await list();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
