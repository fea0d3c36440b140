import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDeferred } from '../../lambda/deferred/deferred-event.ts';
import { replayEvent } from '../../lambda/deferred/replay-event.ts';
import { rowsQuery } from '../../lambda/table/queries.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { parsePosition, positionOfRow, streamPartition } from '../../lambda/table/row-keys.ts';
import { hashToken } from '../../lambda/tokens/token.ts';
import { TokenCache } from '../../lambda/tokens/token-cache.ts';
import { toTokenRow } from '../../lambda/tokens/token-row.ts';
import { assertInTime } from '../assert-in-time.ts';
import { receiverSettings, useEnvironment } from '../aws/use-environment.ts';
import { bundleOf } from '../bundle.ts';
import { hookEvent } from '../gateway-event.builder.ts';
import { useEngine } from '../table/engine.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { type Fault, faults } from './faults.ts';
import { FaultyDynamoDB } from './faulty-dynamodb.ts';

/** The contract's limit for an answer, in ms. */
const MAX_ANSWER_MS = 1_800;
/** Hooks at once. */
const HOOKS = 6;

const engine = useEngine();
const environment = useEnvironment();
const folder = useTempFolder('deployed');
const queuedMessages: string[] = [];
/** The queue's confirmation of a message; an impostor sends none. */
let queueResponse: object = { MessageId: 'M1' };
/** Faults that last longer than a hook waits for the tables. */
const lastingFaults: readonly Fault[] = [
  'refuse',
  'hang',
  'deaf',
  'delay',
  'throttle',
  'error500',
  'stall',
  'corrupt',
  'impostor',
];
const queue = createServer(async (request, response) => {
  const { MessageBody } = (await json(request)) as { MessageBody: string };
  queuedMessages.push(MessageBody);
  response.setHeader('x-amzn-requestid', 'R1').end(JSON.stringify(queueResponse));
});
let faulty: FaultyDynamoDB;
let handler: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

beforeAll(async () => {
  faulty = await FaultyDynamoDB.start(engine().endpoint);
  await once(queue.listen(0, '127.0.0.1'), 'listening');
  const token = { scopes: ['hooks'], app: '*', label: '', createdAt: 0, expiresAt: null } as const;
  await engine().tokens.put(toTokenRow({ ...token, hash: hashToken('secret') }));
  const endpoint = `http://127.0.0.1:${(queue.address() as AddressInfo).port}`;
  const { username } = new URL(faulty.endpoint);
  const addresses = {
    ...{ AWS_ENDPOINT_URL: faulty.endpoint, AWS_ENDPOINT_URL_SQS: endpoint },
    AWS_ACCESS_KEY_ID: username,
  };
  environment({ ...receiverSettings, ...addresses, DEFERRED_QUEUE_URL: `${endpoint}/1/deferred` });
  handler = (await import(bundleOf('receiver', folder).file)).handler;
});
afterAll(async () => {
  await faulty.close();
  queue.close();
});

test.for(Object.keys(faults) as Fault[])(
  'the deployed bundle answers 200 in time and loses nothing: %s',
  async (fault) => {
    const now = Date.now();
    const ids = Array.from({ length: HOOKS }, (_, n) => `${fault}-${n}`);
    const send = (id: string, at: number) =>
      handler(hookEvent('LiveApp', 'secret', Buffer.from(`action=liveStreamStarted&id=${id}&timestamp=${at}`)));
    await send('before', now); // the token is cached, and the tables are available
    await faulty.set(fault);
    const began = performance.now();
    const answers = await Promise.all(ids.map((id) => send(id, now)));
    const took = performance.now() - began;
    await faulty.set('none');

    assertInTime(took, MAX_ANSWER_MS);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(ids.map(() => 200));
    if (fault === 'none') expect(queuedMessages).toEqual([]);
    if (lastingFaults.includes(fault)) expect(queuedMessages.length).toBeGreaterThan(0);
    await replayAll();
    for (const id of ids) {
      const { items } = await engine().streams.query(rowsQuery(streamPartition('LiveApp', id), 'lifecycle'));
      expect(items.map((row) => parsePosition(positionOfRow(row)).at)).toEqual([now]);
    }
  },
);

test('the deployed bundle answers 503 where neither the tables nor the queue confirm a hook', async () => {
  await faulty.set('hang');
  queueResponse = {};
  const body = Buffer.from(`action=liveStreamStarted&id=nowhere&timestamp=${Date.now()}`);
  const { statusCode } = await handler(hookEvent('LiveApp', 'secret', body));
  await faulty.set('none');
  expect(statusCode).toBe(503);
});

async function replayAll(): Promise<void> {
  const { streams, tokens } = engine();
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });
  for (const text of queuedMessages.splice(0)) {
    await replayEvent(parseDeferred(text), { streams, tokens, recorder, tokenCache: new TokenCache(1_000) });
  }
}
