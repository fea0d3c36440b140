import { CloudFormationClient, CreateStackCommand, waitUntilStackCreateComplete } from '@aws-sdk/client-cloudformation';
import {
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createBusClients } from '../../cli/events/bus-clients.ts';
import { removeLeftovers } from '../../cli/events/remove-leftovers.ts';
import { createSubscriptionName, formatLease, SUBSCRIPTION_PREFIX } from '../../cli/events/subscription-name.ts';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { buildEnvelope } from '../cli/events/envelope.builder.ts';
import { readEnvelopes } from '../cli/events/read-envelopes.ts';
import { Sink, statuses } from '../cli/events/sink.ts';
import { start } from '../run.ts';
import { accountEnv, clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';

const STACK = 'Followed';
const BUS = 'FollowedAnnouncements';
const MINUTE_MS = 60_000;
const eventually = { timeout: 30_000, interval: 100 };

const sequenceOf = ({ detail }: Announcement) => ('sequence' in detail ? detail.sequence : undefined);

/** The part of a deployed stack that the command uses: a whole one takes half a minute. */
const template = {
  Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: BUS } } },
  Outputs: { EventBusName: { Value: { Ref: 'Bus' } } },
};

describeOnAccount('npm run events -- --follow --stack', (endpoint) => {
  const config = clientConfig(endpoint);
  const clients = createBusClients(BUS, config);
  const { events, sqs } = clients;

  /** Starts the command, and waits until it follows. */
  async function follow(...args: string[]) {
    const command = start('events', ['--follow', '--stack', STACK, ...args], accountEnv(endpoint));
    onTestFinished(() => void command.child.kill('SIGKILL'));
    await expect.poll(() => command.output.stderr, eventually).toContain('Following');
    return command;
  }

  const publish = (...announcements: Announcement[]) =>
    events.send(
      new PutEventsCommand({
        Entries: announcements.map(({ source, 'detail-type': type, time, detail }) => ({
          EventBusName: BUS,
          Source: source,
          DetailType: type,
          Time: new Date(time),
          Detail: JSON.stringify(detail),
        })),
      }),
    );

  const listRules = async () =>
    (await events.send(new ListRulesCommand({ EventBusName: BUS, NamePrefix: SUBSCRIPTION_PREFIX }))).Rules ?? [];
  const listQueues = async () =>
    (await sqs.send(new ListQueuesCommand({ QueueNamePrefix: SUBSCRIPTION_PREFIX }))).QueueUrls ?? [];
  const expectNothingLeft = async () => expect([await listRules(), await listQueues()]).toEqual([[], []]);

  beforeAll(async () => {
    const client = new CloudFormationClient(config);
    await client.send(new CreateStackCommand({ StackName: STACK, TemplateBody: JSON.stringify(template) }));
    await waitUntilStackCreateComplete({ client, maxWaitTime: 30, minDelay: 1 }, { StackName: STACK });
  });
  afterEach(async () => {
    await removeLeftovers(clients, { all: true });
  });

  test('prints the envelopes of the bus in order, as far as the filter lets them pass, and leaves nothing behind', async () => {
    const { child, output, ended } = await follow('--app', 'LiveApp', '--type', 'Stream Started', 'Stream Ended');
    const [started, stopped] = [buildEnvelope('Stream Started'), buildEnvelope('Stream Ended')];
    const others = [buildEnvelope('Stream Started', { app: 'Other' }), buildEnvelope('Stream Error')];
    await publish(...others, started, stopped);
    for (let count = 0; count < 12; count++) await publish(buildEnvelope('Stream Started', { sequence: 10 + count }));
    const received = () => readEnvelopes(output.stdout);
    await expect.poll(() => received().length, eventually).toBe(14);
    expect(received().map(sequenceOf)).toEqual([2, 4, ...Array.from({ length: 12 }, (_, index) => 10 + index)]); // biome-ignore format: a row
    expect(received().slice(0, 2)).toEqual(
      [started, stopped].map((envelope) => ({ ...envelope, time: expect.any(String) })),
    );
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
    await expectNothingLeft();
  });

  test('lets only its rule send to its queue, whose target it is', async () => {
    await follow();
    const [{ Name = '', Arn = '' } = {}] = await listRules();
    const [QueueUrl] = await listQueues();
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ EventBusName: BUS, Rule: Name }));
    const query = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn', 'Policy'] });
    const { Attributes = {} } = await sqs.send(query);
    expect(Targets).toMatchObject([{ Arn: Attributes.QueueArn, SqsParameters: { MessageGroupId: expect.anything() } }]);
    expect(JSON.parse(Attributes.Policy ?? '').Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: Attributes.QueueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': Arn } },
      },
    ]);
  });

  test('forwards, and outlasts a sink that fails; leaves nothing behind when it is interrupted meanwhile', async () => {
    const sink = await Sink.start(statuses(500, 200, 200, 500));
    const { child, output, ended } = await follow('--forward', sink.url);
    const announcements = [2, 4, 6].map((sequence) => buildEnvelope('Stream Ended', { sequence }));
    await publish(...announcements);
    await expect.poll(() => sink.requests.length, eventually).toBeGreaterThan(3);
    for (const body of sink.bodies) expectValid(body);
    expect((sink.bodies as Announcement[]).slice(0, 4).map(sequenceOf)).toEqual([2, 2, 4, 6]);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(output.stderr).toContain('answered 500');
    await expectNothingLeft();
  });

  test('removes at once what a killed run of this machine left, and nothing that is in use', async () => {
    const { child, ended } = await follow();
    const inUse = await follow();
    expect(inUse.output.stderr).not.toContain('Removed');
    const [other, ...more] = (await listRules()).map(({ Name }) => Name);
    expect(more).toHaveLength(1);
    child.kill('SIGKILL');
    await ended;
    const next = await follow();
    expect(next.output.stderr).toMatch(/^Removed 1 rule of killed runs: npm-run-events-[0-9a-f]{16}$/m);
    expect(await listRules()).toHaveLength(2);
    expect(await listQueues()).toHaveLength(2);
    expect([other, ...more].filter((name) => next.output.stderr.includes(String(name)))).toHaveLength(1);
    expect(await removeLeftovers(clients, { all: true })).toHaveLength(2);
    await expectNothingLeft();
  });

  test('removes what a killed run of another machine left once its lease is over', async () => {
    const [Name, renewedAt] = [createSubscriptionName(), Date.now()];
    const Description = formatLease({ host: 'elsewhere/0123abcd', pid: 1 }, renewedAt);
    const rule = { EventBusName: BUS, Name, Description, EventPattern: '{"source":["nobody"]}' };
    await events.send(new PutRuleCommand(rule));
    expect(await removeLeftovers(clients, { now: renewedAt + 10 * MINUTE_MS })).toEqual([]);
    expect(await removeLeftovers(clients, { now: renewedAt + 10 * MINUTE_MS + 1 })).toEqual([Name]);
    await expectNothingLeft();
  });

  test('removes its rule and queue when its terminal is closed', async () => {
    const { child, ended } = await follow();
    child.kill('SIGHUP');
    expect(await ended).toMatchObject({ code: 0 });
    await expectNothingLeft();
  });
});
