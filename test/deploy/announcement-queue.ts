import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type Announcement, SOURCE } from '../../lambda/announcing/announcement.ts';
import { clientConfig } from './account.ts';

/** A queue that gets every announcement of a bus by a rule, as a consumer would have it. */
export class AnnouncementQueue {
  readonly received: Announcement[] = [];
  readonly #sqs: SQSClient;
  readonly #url: string;

  private constructor(sqs: SQSClient, url: string) {
    this.#sqs = sqs;
    this.#url = url;
  }

  static async on(endpoint: string, EventBusName: string, name = 'everything'): Promise<AnnouncementQueue> {
    const [sqs, events] = [new SQSClient(clientConfig(endpoint)), new EventBridgeClient(clientConfig(endpoint))];
    const QueueName = `${EventBusName}-${name}`.slice(-80);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
    const pattern = JSON.stringify({ source: [SOURCE] });
    const { RuleArn } = await events.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern: pattern }));
    const attributes = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] });
    const Arn = (await sqs.send(attributes)).Attributes?.QueueArn ?? '';
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: Arn,
          Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
        },
      ],
    });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    await events.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: 'queue', Arn }] }));
    return new AnnouncementQueue(sqs, QueueUrl);
  }

  /** Receives what has come since, and returns everything that ever came, in its order. */
  async receive(): Promise<readonly Announcement[]> {
    for (;;) {
      const command = new ReceiveMessageCommand({ QueueUrl: this.#url, MaxNumberOfMessages: 10 });
      const { Messages = [] } = await this.#sqs.send(command);
      if (Messages.length === 0) return this.received;
      this.received.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#url, Entries }));
    }
  }
}
