import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { TEST_DETAIL_TYPE, TEST_SOURCE } from '../../lambda/notifying/test-event.ts';
import { Table } from '../../lambda/table/table.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { Sink, statuses } from '../cli/events/sink.ts';
import { exec } from '../exec.ts';
import { accountEnv, clientConfig, REGION } from './account.ts';
import { subscribeMailQueue } from './mail-queue.ts';
import type { StackUnderTest } from './stack-under-test.ts';

/** Enough for a busy machine, in ms. */
const eventually = { timeout: 60_000, interval: 100 };

type SendHook = (id: string, action: string, timestamp: number) => Promise<unknown>;

/** Tests the notifications of a deployed stack with announcements, to which `hook` sends. */
export function testNotifications(stack: StackUnderTest, hook: SendHook): void {
  const { endpoint } = stack;
  const env = accountEnv(endpoint);
  const notify = async (command: string, ...args: string[]) =>
    JSON.parse(await exec('npm', ['run', '-s', 'notify', '--', command, ...args, '--json', '--stack', stack.name], { env })); // biome-ignore format: a line
  const outbox = async () =>
    new Outbox(new Table(new DynamoDBClient(clientConfig(endpoint)), await stack.readOutput('NotificationsTableName')));

  /** Sets a recipient of mails, and sends it the event of a test; without the command, which wants its address confirmed. */
  async function expectMail(): Promise<void> {
    await notify('set', 'team', '--to', 'ops@example.com');
    const topic = `arn:aws:sns:${REGION}:000000000000:${stack.name}-notify-team`;
    const receive = await subscribeMailQueue(endpoint, topic);
    const Detail = JSON.stringify({ recipient: 'team', testId: 'mail' });
    const event = { Source: TEST_SOURCE, DetailType: TEST_DETAIL_TYPE, Detail };
    const Entries = [{ EventBusName: await stack.readOutput('EventBusName'), ...event }];
    await new EventBridgeClient(clientConfig(endpoint)).send(new PutEventsCommand({ Entries }));
    await expect.poll(receive, eventually).toMatchObject([{ Message: expect.stringMatching(/test/i) }]);
    const outcome = async () => (await outbox()).tests.read('mail');
    await expect.poll(outcome, eventually).toMatchObject({ ok: true, text: 'published to its topic' });
  }

  test('notify recipients without a deployment: by a signed webhook, by a test, by mail; and no more once they are removed', async () => {
    const [program, other] = [await Sink.start(statuses(200)), await Sink.start(statuses(200))];
    await Promise.all(
      Object.entries({ program, other }).map(([name, { url }]) => notify('set', name, '--to', url, '--allow-private')),
    );
    expect(await notify('test', 'program')).toMatchObject({ ok: true, text: 'answered 200' });
    expect(program.bodies).toMatchObject([{ 'detail-type': 'Stream Started', detail: { id: 'test', test: true } }]);
    await Promise.all([notify('remove', 'program'), expectMail()]);
    await stack.restart('NotifierFunction'); // it believes for 5 s what it has read of recipients
    await hook('notified', 'liveStreamStarted', Date.now());
    const started = { 'detail-type': 'Stream Started', detail: { id: 'notified' } };
    await expect.poll(() => other.bodies, eventually).toMatchObject([started]);
    expect(other.requests[0]?.headers['webhook-signature']).toMatch(/^v1,/);
    expectValid(other.bodies[0]);
    const counts = async () => (await outbox()).counts('other');
    await expect.poll(counts, eventually).toEqual({ waiting: 0, deadLetters: 0 });
    expect(program.bodies).toHaveLength(1);
  });
}
