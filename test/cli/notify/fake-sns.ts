import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface FakeSubscription {
  readonly address: string;
  confirmed: boolean;
}

/** A mail to a subscriber. */
export interface FakeMail {
  readonly address: string;
  readonly subject: string;
  readonly text: string;
}

/** A server that speaks SNS's protocol, as far as topics of mails need it. */
export interface FakeSns {
  readonly endpoint: string;
  /** The actions that were asked for, such as `CreateTopic Hooks-notify-ops`. */
  readonly actions: string[];
  /** The topics by ARN. */
  readonly topics: Map<string, FakeSubscription[]>;
  /** What was published, to each subscriber that has confirmed. */
  readonly mails: FakeMail[];
}

export const topicArn = (name: string): string => `arn:aws:sns:eu-central-1:123456789012:${name}`;

/** Starts SNS until the test has finished. */
export async function startFakeSns(): Promise<FakeSns> {
  const actions: string[] = [];
  const topics = new Map<string, FakeSubscription[]>();
  const mails: FakeMail[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const parameters = new URLSearchParams(body);
    const action = parameters.get('Action') ?? '';
    const parameter = (name: string) => parameters.get(name) ?? '';
    if (action === 'Publish') mails.push(...publish(topics, parameter));
    const result = respond(topics, actions, action, parameter);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, actions, topics, mails }; // it listens on TCP
}

function publish(topics: FakeSns['topics'], parameter: (name: string) => string): FakeMail[] {
  const confirmed = (topics.get(parameter('TopicArn')) ?? []).filter((subscription) => subscription.confirmed);
  return confirmed.map(({ address }) => ({ address, subject: parameter('Subject'), text: parameter('Message') }));
}

function respond(
  topics: FakeSns['topics'],
  actions: string[],
  action: string,
  parameter: (name: string) => string,
): string {
  const arn = action === 'CreateTopic' ? topicArn(parameter('Name')) : parameter('TopicArn');
  const endpoint = parameter('Endpoint');
  actions.push([action, arn.slice(arn.lastIndexOf(':') + 1), ...(endpoint ? [endpoint] : [])].join(' '));
  const subscriptions = topics.get(arn) ?? [];
  if (action === 'CreateTopic') topics.set(arn, subscriptions);
  if (action === 'CreateTopic') return `<TopicArn>${arn}</TopicArn>`;
  if (action === 'Publish') return '<MessageId>1</MessageId>';
  if (action === 'DeleteTopic') topics.delete(arn);
  if (action === 'Subscribe') {
    if (!subscriptions.some(({ address }) => address === endpoint)) subscriptions.push({ address: endpoint, confirmed: false }); // biome-ignore format: a line
    return '<SubscriptionArn>pending confirmation</SubscriptionArn>';
  }
  return `<Subscriptions>${subscriptions.map(({ address, confirmed }) => `<member><Endpoint>${address}</Endpoint><Protocol>email</Protocol><SubscriptionArn>${confirmed ? `${arn}:1` : 'PendingConfirmation'}</SubscriptionArn></member>`).join('')}</Subscriptions>`;
}
