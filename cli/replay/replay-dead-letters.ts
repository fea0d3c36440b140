import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { FileDeferredStore } from '../../local/deferred/file-deferred-store.ts';
import type { DeferredLocation } from '../connection/receiver-connection.ts';

/** The maximum of SQS. */
const MAX_BATCH = 10;
/** Turns on long polling, in seconds: without it SQS queries only some of its servers, and may miss messages. */
const WAIT_S = 2;

/** Defers the dead letters again, each with all its retries, and describes what was done. */
export async function replayDeadLetters({ outputs, dataDir = '', name }: DeferredLocation): Promise<string> {
  const moved = outputs
    ? await moveMessages(outputs.deadLetterQueue, outputs.deferredQueue)
    : await (await FileDeferredStore.open(dataDir)).moveDeadLettersBack();
  if (moved === 0) return `No dead letters in ${name}.`;
  return `Deferred ${pluralize(moved, 'dead letter')} of ${name} again: the log of the ${outputs ? 'replayer' : 'receiver of this folder'} shows the retries.`;
}

/** Moves every message of a queue to another, and returns how many. Each is sent before it is deleted, so that none is lost. */
async function moveMessages(from: string, to: string): Promise<number> {
  const client = new SQSClient({ useQueueUrlAsEndpoint: false }); // so that AWS_ENDPOINT_URL applies, for an emulator
  const input = { QueueUrl: from, MaxNumberOfMessages: MAX_BATCH, WaitTimeSeconds: WAIT_S };
  const move = async ({ Body, ReceiptHandle }: Message) => {
    await client.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body }));
    await client.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
  };
  try {
    for (let moved = 0; ; ) {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(input));
      if (Messages.length === 0) return moved;
      await Promise.all(Messages.map(move));
      moved += Messages.length;
    }
  } finally {
    client.destroy();
  }
}
