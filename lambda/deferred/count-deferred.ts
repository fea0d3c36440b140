import { GetQueueAttributesCommand, type QueueAttributeName, type SQSClient } from '@aws-sdk/client-sqs';

/** Those that wait, those that a replay has in hand, and those that it postponed. */
const counts = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const satisfies readonly QueueAttributeName[];

/** Returns how many events are in the queue of deferred events, as far as SQS knows. Throws when it does not say. */
export async function countDeferred(sqs: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...counts] }),
  );
  const total = counts.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
  if (Number.isNaN(total)) throw new Error(`The queue: received ${JSON.stringify(Attributes)}, expected ${counts}.`);
  return total;
}
