import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import type { BusClients } from './bus-clients.ts';
import type { EventsDeps } from './events-options.ts';
import { parseEnvelope } from './parse-envelope.ts';
import { retryOutages } from './retry-outages.ts';

/** The maximum of SQS. */
const MAX_BATCH = 10;
/** Turns on long polling, in seconds: the maximum of SQS. */
const WAIT_S = 20;

/**
 * Receives the announcements of a queue of this run, in order, until the signal aborts. Outlasts outages of the network and of
 * AWS. Messages are deleted before they are handled: nobody else reads this queue, a killed run's is never read again, and a
 * slow sink may take longer than SQS hides a message.
 */
export async function* receiveAnnouncements(
  { sqs }: BusClients,
  queueUrl: string,
  deps: EventsDeps,
): AsyncGenerator<Announcement> {
  const options = { abortSignal: deps.signal };
  const receive = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: MAX_BATCH,
    WaitTimeSeconds: WAIT_S,
  });
  while (!deps.signal.aborted) {
    const { Messages = [] } = (await retryOutages(() => sqs.send(receive, options), deps)) ?? {};
    if (Messages.length > 0) await retryOutages(() => sqs.send(deletionOf(queueUrl, Messages), options), deps);
    for (const { Body = '' } of Messages) {
      const announcement = parseEnvelope(Body);
      if (announcement !== undefined) yield announcement;
      else deps.note('Skipped a message of the queue: received something else than an announcement of this project.');
    }
  }
}

function deletionOf(queueUrl: string, messages: readonly Message[]): DeleteMessageBatchCommand {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  return new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries });
}
