import { DeleteRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteQueueCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { BusClients } from './bus-clients.ts';
import { isMissing } from './is-missing.ts';
import { queueNameOf } from './subscription-name.ts';

/** The id of the target of each temporary rule: its queue. */
export const TARGET_ID = 'queue';

/** Removes a temporary rule with its target and its queue, whatever part of them exists. The rule is last: it names the others. */
export async function removeSubscription({ bus, events, sqs }: BusClients, rule: string): Promise<void> {
  const target = { EventBusName: bus, Rule: rule, Ids: [TARGET_ID] };
  await ignoreMissing(() => events.send(new RemoveTargetsCommand(target)));
  await ignoreMissing(async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueNameOf(rule) }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  });
  await ignoreMissing(() => events.send(new DeleteRuleCommand({ EventBusName: bus, Name: rule })));
}

async function ignoreMissing(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
