import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeAll, expect, test, vi } from 'vitest';
import { currentOwner } from '../../cli/events/run-owner.ts';
import { createSubscriptionName, formatLease } from '../../cli/events/subscription-name.ts';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { applyAnnouncements, findDuplicates } from '../announcing/apply-announcements.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { captures, post } from '../capture.ts';
import { exec } from '../exec.ts';
import { accountEnv, clientConfig } from './account.ts';
import { AnnouncementQueue } from './announcement-queue.ts';
import { testNotifications } from './notified-recipients.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

/** Enough for a busy machine, in ms. */
const eventually = { timeout: 60_000, interval: 200 };
const MINUTE_MS = 60_000;

describeOnAccount('the announcements of a deployed stack', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Announces');
  const events = new EventBridgeClient(clientConfig(endpoint));
  let bus: string;
  let queue: AnnouncementQueue;
  let url: string;
  let token: string;

  const hook = (id: string, action: string, timestamp: number) =>
    fetch(`${url}/hooks/Told/${token}`, { method: 'POST', body: JSON.stringify({ action, id, timestamp }) });
  /** Throws while hooks are deferred, which changes their order: a receiver does so that is slow to start. */
  const untilRecorded = async () => {
    const answer = await hook('first', 'liveStreamStarted', Date.now());
    expect(await answer.text()).not.toContain('deferred');
  };
  const read = async (path: string) => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return (await answer.json()) as { status: string; startedAt: string | null; endedAt: string | null };
  };
  const announcementsOf = async (id: string): Promise<Announcement[]> =>
    (await queue.receive()).filter(({ detail }) => detail.app === 'Told' && detail.id === id);
  const typesOf = async (id: string) => (await announcementsOf(id)).map((announcement) => announcement['detail-type']);
  const npmRun = (name: string, ...args: string[]) =>
    exec('npm', ['run', '-s', name, '--', ...args, '--stack', stack.name], { env: accountEnv(endpoint) });
  const sweep = async () => {
    const FunctionName = await stack.readOutput('SweeperFunctionName');
    const { FunctionError } = await new LambdaClient(clientConfig(endpoint)).send(new InvokeCommand({ FunctionName }));
    expect(FunctionError).toBeUndefined();
  };

  beforeAll(async () => {
    await stack.deploy({ sweepMinutes: 60 });
    bus = await stack.readOutput('EventBusName');
    queue = await AnnouncementQueue.on(endpoint, bus);
    url = await stack.url();
    token = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read');
    await vi.waitFor(untilRecorded, eventually);
  });

  test('reach a queue by a rule, in order, also two of one write', async () => {
    const at = Date.now() - 10 * MINUTE_MS;
    await hook('camera', 'liveStreamStarted', at);
    await hook('camera', 'liveStreamStatus', at + 5_000);
    await hook('camera', 'liveStreamStarted', at + MINUTE_MS); // its end got lost
    await hook('camera', 'liveStreamEnded', at + 2 * MINUTE_MS);
    const types = ['Stream Started', 'Stream Ended', 'Stream Started', 'Stream Ended'];
    await expect.poll(() => typesOf('camera'), eventually).toEqual(types);
    const sequences = (await announcementsOf('camera')).map(({ detail }) => 'sequence' in detail && detail.sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort());
  });

  test('rise in sequence over a stream that was forgotten and came again', async () => {
    const before = applyAnnouncements(await queue.receive()).get('Told/camera');
    await npmRun('streams', 'forget', 'Told/camera', '--yes');
    await hook('camera', 'liveStreamStarted', Date.now());
    await expect.poll(async () => (await typesOf('camera')).length, eventually).toBe(5);
    const after = applyAnnouncements(await queue.receive()).get('Told/camera');
    expect(after).toMatchObject({ isLive: true });
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? Number.POSITIVE_INFINITY);
  });

  test('say that an expected stream is missing, and back', async () => {
    await hook('door', 'liveStreamStarted', Date.now() - 2 * MINUTE_MS);
    await npmRun('expect', 'add', 'Told/door', '--grace', '1s');
    await sweep();
    await hook('door', 'liveStreamEnded', Date.now() - MINUTE_MS);
    await sweep();
    await hook('door', 'liveStreamStarted', Date.now());
    await sweep();
    const types = ['Stream Started', 'Stream Ended', 'Stream Missing', 'Stream Started', 'Stream Back'];
    await expect.poll(() => typesOf('door'), eventually).toEqual(types);
  });

  test('of every captured hook say what the read API says, each in its schema, and nothing twice', async () => {
    for (const capture of captures()) await post(`${url}/hooks/${capture.app}/${token}`, capture);
    await hook('last', 'liveStreamStarted', Date.now());
    await expect.poll(() => typesOf('last'), eventually).toEqual(['Stream Started']);
    const announcements = await queue.receive();
    for (const { source, 'detail-type': type, time, detail } of announcements)
      expectValid({ source, 'detail-type': type, time, detail }); // EventBridge adds fields
    expect(new Set(announcements.map((announcement) => announcement['detail-type']))).toEqual(
      new Set([
        ...['Stream Started', 'Stream Ended', 'Stream Corrected', 'Stream Missing', 'Stream Back'],
        ...['Recording Ready', 'Stream Error', 'Server Alarm'],
      ]),
    );
    const isOfState = ({ detail }: Announcement) => 'sequence' in detail; // two captures of one fact are two hooks
    expect(findDuplicates(announcements.filter(isOfState))).toEqual([]);
    expect(new Set(announcements.map(({ detail }) => detail.eventId)).size).toBe(announcements.length);
    for (const [name, { isLive, session }] of applyAnnouncements(announcements)) {
      const [app = '', ...id] = name.split('/');
      const { status, startedAt, endedAt } = await read(`/stream?${new URLSearchParams({ app, id: id.join('/') })}`);
      expect([name, isLive]).toEqual([name, status === 'live']);
      expect([name, session]).toMatchObject([name, { startedAt, endedAt, endReason: isLive ? null : status }]);
    }
  });

  testNotifications(stack, hook);

  test('are kept from removal while others have rules on the bus; temporary rules of npm run events are removed', async () => {
    const Name = createSubscriptionName();
    const lease = {
      Name,
      Description: formatLease(currentOwner(), Date.now()),
      EventPattern: '{"source": ["nobody"]}',
    };
    await events.send(new PutRuleCommand({ ...lease, EventBusName: bus }));
    const remove = `aws events remove-targets --event-bus-name ${bus} --rule everything --ids queue`;
    const refusal = new RegExp(
      `received the rules everything of others on it.* run: ${remove} && aws events delete-rule`,
    );
    await expect(stack.destroy()).rejects.toThrow(refusal);
    await expect(stack.npmRunDeploy('-c', 'announcements=false', '--no-test')).rejects.toThrow(refusal);
    expect((await events.send(new ListRulesCommand({ EventBusName: bus }))).Rules).toHaveLength(3); // and the notifier's
    await queue.removeRule();
    expect(await stack.destroy()).toContain('The stack Announces is deleted.');
    expect((await events.send(new ListEventBusesCommand({ NamePrefix: bus }))).EventBuses).toEqual([]);
  });
});
