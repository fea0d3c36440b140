import {
  CreateTopicCommand,
  DeleteTopicCommand,
  paginateListSubscriptionsByTopic,
  type SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import type { MailTopics, Subscriber } from './recipient-store.ts';

/** The sender's name in the mails. */
const DISPLAY_NAME = 'Ant Media webhooks';

/** Returns the topics of a stack's mails. */
export function createMailTopics(stack: string, client: SNSClient): MailTopics {
  const create = async (name: string): Promise<string> => {
    const input = { Name: `${stack}-notify-${name}`, Attributes: { DisplayName: DISPLAY_NAME } };
    return (await client.send(new CreateTopicCommand(input))).TopicArn ?? '';
  };
  const subscribers = (topic: string) => readSubscribers(client, topic);
  const remove = async (name: string) => {
    await client.send(new DeleteTopicCommand({ TopicArn: await create(name) })); // which returns the one that there is
  };
  return {
    subscribers,
    remove,
    invite: async (name, address) => {
      const topic = await create(name);
      const before = await subscribers(topic);
      if (before.some((each) => each.address !== address)) {
        await remove(name); // an address that has not confirmed yet cannot be removed from a topic otherwise
        await create(name);
      } else if (before.some(({ confirmed }) => confirmed)) return { topic, confirmed: true };
      await client.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'email', Endpoint: address }));
      return { topic, confirmed: false };
    },
  };
}

async function readSubscribers(client: SNSClient, TopicArn: string): Promise<Subscriber[]> {
  const subscribers: Subscriber[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
    for (const { Endpoint: address = '', SubscriptionArn = '', Protocol } of Subscriptions)
      if (Protocol === 'email' && SubscriptionArn !== 'Deleted')
        subscribers.push({ address, confirmed: SubscriptionArn.startsWith('arn:') });
  }
  return subscribers;
}
