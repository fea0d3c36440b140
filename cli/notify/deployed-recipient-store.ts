import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { formatRegistrationWake } from '../../lambda/notifying/notifier-message.ts';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { TEST_DETAIL_TYPE, TEST_SOURCE, type TestEventDetail } from '../../lambda/notifying/test-event.ts';
import { Table } from '../../lambda/table/table.ts';
import { requireOutputs } from '../connection/deployed-connection.ts';
import { explainAwsError } from '../stack/aws-errors.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { createMailTopics } from './mail-topics.ts';
import { createRecipientParameters } from './recipient-parameters.ts';
import type { RecipientStore } from './recipient-store.ts';

interface Clients {
  readonly ssm: SSMClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly events: EventBridgeClient;
  readonly dynamodb: DynamoDBClient;
}

/** Uses the recipients of a deployed stack, with the credentials and the region of the environment. */
export async function withDeployedRecipients<T>(stack: string, use: (store: RecipientStore) => Promise<T>): Promise<T> {
  const outputs = await requireOutputs(stack);
  const clients = {
    ssm: new SSMClient({}),
    sns: new SNSClient({}),
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }), // so that AWS_ENDPOINT_URL applies, for an emulator
    events: new EventBridgeClient({}),
    dynamodb: new DynamoDBClient({}),
  };
  try {
    return await use(deployedRecipientStore(stack, outputs, clients));
  } catch (error) {
    throw explainAwsError(error);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

function deployedRecipientStore(stack: string, outputs: StackOutputs, clients: Clients): RecipientStore {
  const table = outputs.find('NotificationsTableName');
  return {
    name: `the stack ${stack}`,
    stack,
    assertSends: () => {
      if (table === undefined) throw sendsNothing(stack);
    },
    ...createRecipientParameters(stack, clients.ssm),
    mail: createMailTopics(stack, clients.sns),
    withOutbox: (use) => use(table === undefined ? undefined : new Outbox(new Table(clients.dynamodb, table))),
    requestTest: (_outbox, testId, recipient) => putTestEvent(clients.events, outputs, { recipient, testId }),
    wake: async (recipient, DelaySeconds = 0) => {
      const MessageBody = formatRegistrationWake(recipient, Date.now() + DelaySeconds * 1_000);
      const QueueUrl = outputs.require('NotifyQueueUrl');
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds }));
    },
    whereToLook: 'the log group of the notifier (output NotifierLogGroupName)',
  };
}

const sendsNothing = (stack: string): Error =>
  new Error(
    `The stack ${stack} sends no notifications: received no output NotificationsTableName, expected it. Deploy it with this release and the setting announcements: npm run deploy.`,
  );

async function putTestEvent(events: EventBridgeClient, outputs: StackOutputs, detail: TestEventDetail): Promise<void> {
  const EventBusName = outputs.require('EventBusName');
  const entry = { EventBusName, Source: TEST_SOURCE, DetailType: TEST_DETAIL_TYPE, Detail: JSON.stringify(detail) };
  const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  const code = Entries[0]?.ErrorCode;
  if (code === undefined) return;
  throw new Error(`EventBridge refused the event of the test (${code}), expected it to be taken: try again.`);
}
