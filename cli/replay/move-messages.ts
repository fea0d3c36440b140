import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

/** As many as SQS hands out at a time. */
const MAX_BATCH = 10;
/** How long to wait for a message, in seconds: then SQS looks everywhere before it says that there is none. */
const WAIT_S = 2;

/** Moves every message of a queue to another, each one sent before it is deleted; how many they were. */
export async function moveMessages(from: string, to: string): Promise<number> {
  const client = new SQSClient({ useQueueUrlAsEndpoint: false }); // an emulator is where AWS_ENDPOINT_URL says
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
