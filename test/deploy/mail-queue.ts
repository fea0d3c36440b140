import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientConfig } from './account.ts';

/** A mail, as SNS passes it to a queue. */
export interface Mail {
  readonly Subject: string;
  readonly Message: string;
}

/** Subscribes a queue to a topic, as a mailbox would be: an emulator sends no mails. Returns a function that receives them. */
export async function subscribeMailQueue(endpoint: string, TopicArn: string): Promise<() => Promise<Mail[]>> {
  const [sqs, sns] = [new SQSClient(clientConfig(endpoint)), new SNSClient(clientConfig(endpoint))];
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'Mailbox' }));
  const attributes = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
  const Endpoint = (await sqs.send(attributes)).Attributes?.QueueArn ?? '';
  const Policy = policyFor(Endpoint, TopicArn);
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  const mails: Mail[] = [];
  return async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    mails.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
    return mails;
  };
}

/** Returns the policy by which a queue lets a topic send to it. */
const policyFor = (queue: string, topic: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue,
        Condition: { ArnEquals: { 'aws:SourceArn': topic } },
      },
    ],
  });
