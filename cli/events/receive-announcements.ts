import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import type { BusClients } from './bus-clients.ts';
import type { EventsDeps } from './events-options.ts';
import { parseEnvelope } from './parse-envelope.ts';
import { retryOutages } from './retry-outages.ts';

/** The maximum of SQS. */
const MAX_BATCH = 10;
/** Turns on long polling, in seconds: the maximum of SQS. */
const WAIT_S = 20;
/** The tries to delete a message. */
const MAX_DELETIONS = 5;
/** The pause between them, in ms. */
const DELETION_PAUSE_MS = 200;

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
    await deleteMessages(sqs, queueUrl, Messages, deps);
    for (const { Body = '' } of Messages) {
      const announcement = parseEnvelope(Body);
      if (announcement !== undefined) yield announcement;
      else deps.note('Skipped a message of the queue: received something else than an announcement of this project.');
    }
  }
}

/** Deletes messages; those that SQS could not delete, several times. What is left then is noted: it comes again. */
async function deleteMessages(
  sqs: SQSClient,
  queueUrl: string,
  messages: readonly Message[],
  deps: EventsDeps,
): Promise<void> {
  const options = { abortSignal: deps.signal };
  let left = messages;
  for (let tries = 0; left.length > 0 && !deps.signal.aborted; tries++) {
    if (tries === MAX_DELETIONS)
      return deps.note(
        `SQS did not delete ${pluralize(left.length, 'message')} in ${tries} tries: they may come twice.`,
      );
    if (tries > 0) await sleep(DELETION_PAUSE_MS, undefined, { signal: deps.signal }).catch(() => {}); // aborted by the signal
    const deletion = deletionOf(queueUrl, left);
    const { Failed = [] } = (await retryOutages(() => sqs.send(deletion, options), deps)) ?? {};
    left = Failed.flatMap(({ Id }) => left[Number(Id)] ?? []);
  }
}

function deletionOf(queueUrl: string, messages: readonly Message[]): DeleteMessageBatchCommand {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  return new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries });
}
