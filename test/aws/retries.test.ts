import { Readable } from 'node:stream';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as lambda from '@aws-sdk/client-lambda';
import * as sqs from '@aws-sdk/client-sqs';
import * as ssm from '@aws-sdk/client-ssm';
import type { RetryResolvedConfig } from '@smithy/core/retry';
import { HttpResponse } from '@smithy/core/transport';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { DynamoDBClient, GetItemCommand } from '../../lambda/aws/client-dynamodb.ts';
import { EventBridgeClient, PutEventsCommand } from '../../lambda/aws/client-eventbridge.ts';
import { InvokeCommand, LambdaClient } from '../../lambda/aws/client-lambda.ts';
import { SendMessageCommand, SQSClient } from '../../lambda/aws/client-sqs.ts';
import { GetParametersByPathCommand, SSMClient } from '../../lambda/aws/client-ssm.ts';
import { useEnvironment } from './use-environment.ts';

type RetryStrategy = Extract<dynamodb.DynamoDBClientConfig['retryStrategy'], { recordSuccess: unknown }>;

/** The common part of our client and the SDK's. */
interface Client {
  readonly config: Pick<RetryResolvedConfig, 'maxAttempts' | 'retryStrategy'>;
  readonly send: (command: unknown, options?: { abortSignal?: AbortSignal }) => Promise<unknown>;
}
type Kind = new (config: object) => Client;
type Whose = 'ours' | 'theirs';
type Service = 'dynamodb' | 'events' | 'sqs' | 'ssm' | 'lambda';

const key = { TableName: 'streams', Key: { pk: { S: 'a' } } };
const message = { QueueUrl: 'https://sqs.example.com/1/deferred', MessageBody: 'text' };
const path = { Path: '/Hooks/servers', WithDecryption: true };
const entries = { Entries: [{ Source: 'a', DetailType: 'b', Detail: '{}', Time: new Date(0) }] };
const invocation = { FunctionName: 'asker', Payload: Buffer.from('{}') };

const kits = {
  dynamodb: {
    ours: { Client: DynamoDBClient, command: new GetItemCommand(key) },
    theirs: { Client: dynamodb.DynamoDBClient, command: new dynamodb.GetItemCommand(key) },
    errors: namesOf(dynamodb, dynamodb.DynamoDBServiceException),
  },
  events: {
    ours: { Client: EventBridgeClient, command: new PutEventsCommand(entries) },
    theirs: { Client: events.EventBridgeClient, command: new events.PutEventsCommand(entries) },
    errors: namesOf(events, events.EventBridgeServiceException),
  },
  sqs: {
    ours: { Client: SQSClient, command: new SendMessageCommand(message) },
    theirs: { Client: sqs.SQSClient, command: new sqs.SendMessageCommand(message) },
    errors: namesOf(sqs, sqs.SQSServiceException),
  },
  ssm: {
    ours: { Client: SSMClient, command: new GetParametersByPathCommand(path) },
    theirs: { Client: ssm.SSMClient, command: new ssm.GetParametersByPathCommand(path) },
    errors: namesOf(ssm, ssm.SSMServiceException),
  },
  lambda: {
    ours: { Client: LambdaClient, command: new InvokeCommand(invocation) },
    theirs: { Client: lambda.LambdaClient, command: new lambda.InvokeCommand(invocation) },
    errors: namesOf(lambda, lambda.LambdaServiceException),
  },
};
const services: readonly Service[] = ['dynamodb', 'events', 'sqs', 'ssm', 'lambda'];

/** The names of a service's errors in the SDK. */
function namesOf(kit: object, base: abstract new (...options: never) => Error): string[] {
  return Object.entries(kit).flatMap(([name, { prototype }]) => (prototype instanceof base ? [name] : []));
}

function clientOf(service: Service, whose: Whose, config: object = {}): Client {
  const Client = kits[service][whose].Client as unknown as Kind; // each a class, used by what they have in common
  return new Client({ ...config, useQueueUrlAsEndpoint: false });
}

/** A request handler with the same answer for every request, and the times of the requests. */
function buildConnection(statusCode: number, body: string, headers: Record<string, string> = {}) {
  const requestedAt: number[] = [];
  const handle = async () => {
    requestedAt.push(performance.now());
    return { response: new HttpResponse({ statusCode, headers, body: Readable.from([Buffer.from(body)]) }) };
  };
  return { requestedAt, requestHandler: { handle } };
}

const token = (count: number, delay: number) => ({ getRetryCount: () => count, getRetryDelay: () => delay });

/** A retry strategy with a decision about the second attempt; there is no third. */
const retryOnce = (decide: RetryStrategy['refreshRetryTokenForRetry']): RetryStrategy => ({
  acquireInitialRetryToken: async () => token(0, 0),
  refreshRetryTokenForRetry: async (last, error) => {
    if (last.getRetryCount() > 0) throw new Error('no third try');
    return decide(last, error);
  },
  recordSuccess: () => {},
});

/** The client's classification of an answer for its retry strategy. */
async function classify(
  service: Service,
  whose: Whose,
  ...answer: Parameters<typeof buildConnection>
): Promise<object> {
  const { requestHandler } = buildConnection(...answer);
  const decide = vi.fn(() => Promise.reject(new Error('no second try')));
  const client = clientOf(service, whose, { requestHandler, retryStrategy: retryOnce(decide) });
  await expect(client.send(kits[service][whose].command)).rejects.toThrow();
  const [[, { errorType, retryAfterHint }]] = decide.mock.calls as unknown as [Parameters<RetryStrategy['refreshRetryTokenForRetry']>]; // biome-ignore format: one cast
  return { errorType, retryAfterHint };
}

const environment = useEnvironment();
beforeAll(() => environment({ AWS_MAX_ATTEMPTS: undefined, AWS_RETRY_MODE: undefined }));
afterEach(() => {
  vi.useRealTimers();
});

describe.each(services)('the client of %s', (service) => {
  test('has the SDK’s number of attempts and delays', async () => {
    const numbers = async ({ config }: Client) => ({
      maxAttempts: await config.maxAttempts(),
      strategy: JSON.parse(JSON.stringify(await config.retryStrategy())),
    });
    const theirs = await numbers(clientOf(service, 'theirs'));
    expect(theirs.strategy).toMatchObject({ mode: 'standard', baseDelay: expect.any(Number) });
    expect(await numbers(clientOf(service, 'ours'))).toEqual(theirs);
  });

  test.each(kits[service].errors)('classifies %s as the SDK does', async (name) => {
    const body = JSON.stringify({ __type: `com.amazonaws#${name}`, message: 'because' });
    expect(await classify(service, 'ours', 400, body)).toEqual(await classify(service, 'theirs', 400, body));
  });

  test.each([
    { status: 400, body: '{"__type":"ThrottlingException"}', headers: { 'x-amz-retry-after': '1500' }, later: 1_500 },
    { status: 503, body: '<html>', headers: { 'retry-after': '2' }, later: 2_000 },
    { status: 503, body: '<html>', headers: {} },
  ])('reads the time of the next attempt: $headers', async ({ status, body, headers, later }) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const ours = await classify(service, 'ours', status, body, headers);
    expect(ours).toEqual(await classify(service, 'theirs', status, body, headers));
    expect(ours).toHaveProperty('retryAfterHint', later && new Date(Date.now() + later));
  });

  describe.each(['ours', 'theirs'] as const)('(%s)', (whose) => {
    const { command } = kits[service][whose];

    test('waits for the delay of the strategy’s token before the next attempt', async () => {
      const { requestedAt, requestHandler } = buildConnection(500, '{}');
      const retryStrategy = retryOnce(async () => token(1, 200));
      await expect(clientOf(service, whose, { requestHandler, retryStrategy }).send(command)).rejects.toThrow();
      const [first = 0, second = 0, ...more] = requestedAt;
      expect(second - first).toBeGreaterThan(198); // timers may be early by 1 ms
      expect(more).toEqual([]);
    });

    test.each([
      { what: 'the strategy waits', decide: () => new Promise<never>(() => {}) },
      { what: 'the client waits', decide: async () => token(1, 30_000) },
    ])('ends without another attempt when its signal is aborted while $what', async ({ decide }) => {
      const { requestedAt, requestHandler } = buildConnection(500, '{}');
      const controller = new AbortController();
      const retryStrategy = retryOnce(() => {
        setTimeout(() => controller.abort(new Error('no time is left')), 20);
        return decide();
      });
      const sent = clientOf(service, whose, { requestHandler, retryStrategy }).send(command, { abortSignal: controller.signal }); // biome-ignore format: one request
      await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
      expect(requestedAt).toHaveLength(1);
    });
  });
});

test('a write that conflicts with another region’s is retried', async () => {
  const body = '{"__type":"com.amazonaws.dynamodb.v20120810#ReplicatedWriteConflictException"}';
  expect(await classify('dynamodb', 'ours', 400, body)).toHaveProperty('errorType', 'TRANSIENT');
});
