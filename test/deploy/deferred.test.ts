import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, expect, test } from 'vitest';
import { type Capture, capture, captures, post } from '../capture.ts';
import { exec } from '../exec.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { normalizeResponse } from '../normalize-response.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { accountEnv, clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { QueuesUnderTest } from './queues-under-test.ts';
import { StackUnderTest } from './stack-under-test.ts';

const folder = useTempFolder('deferred');

/** An endpoint without a server. */
const UNREACHABLE = 'http://127.0.0.1:1';
const UNREADABLE = 'nothing that the receiver wrote';
/** Enough for deferred events to be applied, in ms. */
const eventually = { timeout: 60_000, interval: 200 };

const deferredResponse = { status: 200, body: '{"outcome":"deferred"}' };

describeOnAccount('a deployed receiver whose tables are unavailable', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Deferred');
  const logs = new CloudWatchLogsClient(clientConfig(endpoint));
  const local = useReceiver();
  const started = capture('liveStreamStarted.json.http');
  let queues: QueuesUnderTest;
  let url: string;
  let token: string;
  const read = async (path: string) => {
    const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, text: await answer.text() };
  };
  const statusOf = async (path: string) => (await read(path)).status;

  /** Sends a hook until it is deferred: a busy machine may be too slow for the queue as well. */
  async function expectDeferred(hook: Capture, app: string, secret: string): Promise<void> {
    const answer = async () => ({ name: hook.name, ...(await post(`${url}/hooks/${app}/${secret}`, hook)) });
    await expect.poll(answer, eventually).toEqual({ name: hook.name, ...deferredResponse });
  }

  /** Returns the lines of the receiver's log about hooks of this app. */
  async function readLog(app: string): Promise<string[]> {
    const logGroupName = await stack.readResource('ReceiverLogs');
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    return events.map(({ message = '' }) => message).filter((message) => message.includes(`"app":"${app}"`));
  }

  beforeAll(async () => {
    await stack.deploy();
    queues = await QueuesUnderTest.of(stack);
    url = await stack.url();
    token = await stack.createToken('--every-app', '--scope', 'hooks', '--scope', 'read');
  });

  test('defers each captured request', async () => {
    await stack.setVariables('ReceiverFunction', { STREAMS_TABLE: 'no-such-table' });
    for (const capture of captures()) {
      await expectDeferred(capture, capture.app, token);
      await post(`${local.url}/hooks/${capture.app}/${local.token}`, capture);
    }
    await expect.poll(() => queues.countDeferred(), eventually).toBe(0);
    expect(await queues.deadLetters()).toBe(0);
  });

  test.each([
    '/streams?limit=100',
    '/streams?status=live',
    '/streams/LiveApp/cam-1',
    '/streams/LiveApp/cam-1/events?limit=100',
    '/streams/LiveApp/cam-2/events?limit=100',
  ])('reads %s back like a receiver that stored them at once', async (path) => {
    const here = normalizeResponse((await local.read(path)).text);
    await expect.poll(async () => normalizeResponse((await read(path)).text), eventually).toBe(here);
  });

  test('defers hooks whose token it cannot check: they are stored if it is valid, and never if not', async () => {
    await stack.setVariables('ReceiverFunction', { AWS_ENDPOINT_URL_DYNAMODB: UNREACHABLE });
    await expectDeferred(started, 'Stranger', 'a-guess');
    await expectDeferred(started, 'Proven', token);
    await expect.poll(() => statusOf('/streams/Proven/cam-1'), eventually).toBe(200);
    await expect.poll(() => queues.countDeferred(), eventually).toBe(0);
    expect(await queues.deadLetters()).toBe(0);
    await expect.poll(() => statusOf('/streams/Stranger/cam-1'), eventually).toBe(404);
  });

  test('moves events that cannot be stored to the dead letters, and retries them after npm run replay', async () => {
    await queues.setMaxReceiveCount(1);
    await stack.setVariables('ReplayerFunction', { AWS_ENDPOINT_URL_DYNAMODB: UNREACHABLE });
    await expectDeferred(started, 'Revived', token);
    await queues.send(UNREADABLE);
    await expect.poll(() => queues.deadLetters(), eventually).toBe(2);
    expect(await queues.countDeferred()).toBe(0);
    expect(await queues.readDeadLetters()).toContain(UNREADABLE);
    await queues.setMaxReceiveCount(25);
    await stack.setVariables('ReplayerFunction', { AWS_ENDPOINT_URL_DYNAMODB: endpoint });
    const args = ['run', '--silent', 'replay', '--', '--dead-letters', '--stack', stack.name];
    expect(await exec('npm', args, { env: accountEnv(endpoint) })).toMatch(/^Deferred 2 dead letters /);
    await expect.poll(() => statusOf('/streams/Revived/cam-1'), eventually).toBe(200);
    await expect.poll(() => queues.countDeferred(), eventually).toBe(1); // the unreadable one
    expect(await queues.deadLetters()).toBe(0);
  });

  test('answers 503 when the queue is unavailable too, and npm run replay applies the hook from the log', async () => {
    await stack.setVariables('ReceiverFunction', { AWS_ENDPOINT_URL_SQS: UNREACHABLE });
    expect((await post(`${url}/hooks/Lost/${token}`, started)).status).toBe(503);
    const log = join(folder, 'lost.log');
    await expect.poll(() => readLog('Lost'), eventually).toHaveLength(1);
    await writeFile(log, (await readLog('Lost')).join('\n'));
    const args = ['run', '--silent', 'replay', '--', '--lost', log, '--stack', stack.name];
    const output = `Deferred 1 event of ${log} in the stack ${stack.name}.\n`;
    expect(await exec('npm', args, { env: accountEnv(endpoint) })).toBe(output);
    await expect.poll(() => statusOf('/streams/Lost/cam-1'), eventually).toBe(200);
  });
});
