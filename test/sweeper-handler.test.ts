import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Recorder } from '../lambda/table/recorder.ts';
import { awsClients } from '../lib/settings/settings.ts';
import { receiverSettings, useEnvironment } from './aws/use-environment.ts';
import { bundleOf } from './bundle.ts';
import { useEngine } from './table/engine.ts';
import { buildEvent } from './table/event.builder.ts';
import { useTempFolder } from './use-temp-folder.ts';

const environment = useEnvironment();
const folder = useTempFolder('sweeper-handler');
const engine = useEngine();
const log = vi.spyOn(process.stdout, 'write').mockReturnValue(true);

/** The service of AWS that the sweeper asks, besides DynamoDB: its queue, and no parameters. */
let queue: Record<string, string> | undefined;
const aws = createServer((request, response) => {
  const isOfSqs = request.headers['x-amz-target'] === 'AmazonSQS.GetQueueAttributes';
  const body = isOfSqs ? queue && { Attributes: queue } : { Parameters: [] };
  const headers = { 'x-amzn-requestid': 'request', 'content-type': 'application/x-amz-json-1.0' };
  response
    .writeHead(body === undefined ? 400 : 200, headers)
    .end(JSON.stringify(body ?? { __type: 'NoSuchQueue', message: 'no such queue' }));
});

beforeAll(() => once(aws.listen(0, '127.0.0.1'), 'listening'));
afterAll(async () => {
  log.mockRestore();
  aws.closeAllConnections();
  await once(aws.close(), 'close');
});

const counts = (waiting: number, inFlight: number, delayed: number) => ({
  ApproximateNumberOfMessages: String(waiting),
  ApproximateNumberOfMessagesNotVisible: String(inFlight),
  ApproximateNumberOfMessagesDelayed: String(delayed),
});

describe.each(awsClients)('the deployed sweeper, with the client %s,', (client) => {
  let handler: (event: object) => Promise<object>;

  beforeAll(async () => {
    const { accessKeyId } = await engine().client.config.credentials();
    const { port } = aws.address() as AddressInfo; // a server that listens on TCP has one
    environment({
      ...receiverSettings,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ENDPOINT_URL_DYNAMODB: engine().endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      SERVERS_PATH: '/AntMediaWebhooks/servers',
      SWEEP_MINUTES: '1',
      PRESUME_ENDED_MINUTES: '5',
    });
    handler = (await import(bundleOf('sweeper', folder, client).file)).handler;
    const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
    const started = { action: 'liveStreamStarted', id: 'cam-1', timestamp: Date.now() };
    await recorder.record(engine().streams, buildEvent(started, 'LiveApp', Date.now()));
  });

  const logged = () => log.mock.calls.map(([line]) => String(line)).filter((line) => line.startsWith('{"sweep"'));

  test('sweeps, and logs one line', async () => {
    queue = counts(0, 0, 0);
    log.mockClear();
    const report = await handler({ source: 'aws.events' });
    expect(report).toMatchObject({ apps: 1, live: 1, presumedEnded: 0, waiting: 0, blocked: 0, errors: [] });
    expect(logged().map((line) => JSON.parse(line))).toEqual([{ sweep: report }]);
  });

  test.each([counts(1, 0, 0), counts(0, 1, 0), counts(0, 0, 1)])(
    'sees that events are deferred: %j',
    async (attributes) => {
      queue = attributes;
      expect(await handler({})).toMatchObject({ waiting: 1, errors: [] });
    },
  );

  test.each([undefined, {}])('fails, after its line, when the queue says %j', async (attributes) => {
    queue = attributes;
    log.mockClear();
    await expect(handler({})).rejects.toThrow(/queue/);
    expect(JSON.parse(logged()[0] ?? '')).toMatchObject({
      sweep: { live: 1, waiting: 1, errors: [expect.any(String)] },
    });
  });

  test('asks the media server of an app when it is told to, and does not sweep', async () => {
    log.mockClear();
    expect(await handler({ check: 'LiveApp' })).toMatchObject({ ok: false, outcome: 'notRegistered' });
    expect(logged()).toEqual([]);
  });

  test('asks it to stop streams when it is told to, and does not sweep', async () => {
    log.mockClear();
    expect(await handler({ stop: { app: 'LiveApp', ids: ['cam-1'] } })).toEqual({
      error: expect.stringContaining('no media server is registered for this app: npm run servers -- add'),
      results: [],
    });
    expect(logged()).toEqual([]);
  });
});
