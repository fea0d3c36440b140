import { Readable } from 'node:stream';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as sqs from '@aws-sdk/client-sqs';
import type { RetryResolvedConfig } from '@smithy/core/retry';
import { HttpResponse } from '@smithy/core/transport';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { DynamoDBClient, GetItemCommand } from '../../lambda/aws/client-dynamodb.ts';
import { SendMessageCommand, SQSClient } from '../../lambda/aws/client-sqs.ts';
import { useEnvironment } from './use-environment.ts';

type RetryStrategy = Extract<dynamodb.DynamoDBClientConfig['retryStrategy'], { recordSuccess: unknown }>;

/** What a bundle's client and the SDK's have in common. */
interface Client {
  readonly config: Pick<RetryResolvedConfig, 'maxAttempts' | 'retryStrategy'>;
  readonly send: (command: unknown, options?: { abortSignal?: AbortSignal }) => Promise<unknown>;
}
type Kind = new (config: object) => Client;
type Whose = 'ours' | 'theirs';
type Service = 'dynamodb' | 'sqs';

const key = { TableName: 'streams', Key: { pk: { S: 'a' } } };
const message = { QueueUrl: 'https://sqs.example.com/1/deferred', MessageBody: 'text' };

const kits = {
  dynamodb: {
    ours: { Client: DynamoDBClient, command: new GetItemCommand(key) },
    theirs: { Client: dynamodb.DynamoDBClient, command: new dynamodb.GetItemCommand(key) },
    errors: namesOf(dynamodb, dynamodb.DynamoDBServiceException),
  },
  sqs: {
    ours: { Client: SQSClient, command: new SendMessageCommand(message) },
    theirs: { Client: sqs.SQSClient, command: new sqs.SendMessageCommand(message) },
    errors: namesOf(sqs, sqs.SQSServiceException),
  },
};
const services: readonly Service[] = ['dynamodb', 'sqs'];

/** The errors that the SDK knows of a service. */
function namesOf(kit: object, base: abstract new (...options: never) => Error): string[] {
  return Object.entries(kit).flatMap(([name, { prototype }]) => (prototype instanceof base ? [name] : []));
}

function clientOf(service: Service, whose: Whose, config: object = {}): Client {
  const Client = kits[service][whose].Client as unknown as Kind;
  return new Client({ ...config, useQueueUrlAsEndpoint: false });
}

/** A connection that gives every request the same answer, and when it was asked. */
function connection(statusCode: number, body: string, headers: Record<string, string> = {}) {
  const askedAt: number[] = [];
  const handle = async () => {
    askedAt.push(performance.now());
    return { response: new HttpResponse({ statusCode, headers, body: Readable.from([Buffer.from(body)]) }) };
  };
  return { askedAt, requestHandler: { handle } };
}

const token = (count: number, delay: number) => ({ getRetryCount: () => count, getRetryDelay: () => delay });

/** A strategy that decides about the second try so, and refuses a third. */
const deciding = (decide: RetryStrategy['refreshRetryTokenForRetry']): RetryStrategy => ({
  acquireInitialRetryToken: async () => token(0, 0),
  refreshRetryTokenForRetry: async (last, error) => {
    if (last.getRetryCount() > 0) throw new Error('no third try');
    return decide(last, error);
  },
  recordSuccess: () => {},
});

/** What a client says to its strategy of an answer. */
async function classified(service: Service, whose: Whose, ...answer: Parameters<typeof connection>): Promise<object> {
  const { requestHandler } = connection(...answer);
  const decide = vi.fn(() => Promise.reject(new Error('no second try')));
  const client = clientOf(service, whose, { requestHandler, retryStrategy: deciding(decide) });
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
  test('has the numbers of the SDK’s: how many attempts, and how long it waits', async () => {
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
    expect(await classified(service, 'ours', 400, body)).toEqual(await classified(service, 'theirs', 400, body));
  });

  test.each([
    { status: 400, body: '{"__type":"ThrottlingException"}', headers: { 'x-amz-retry-after': '1500' }, later: 1_500 },
    { status: 503, body: '<html>', headers: { 'retry-after': '2' }, later: 2_000 },
    { status: 503, body: '<html>', headers: {} },
  ])('reads when to try again: $headers', async ({ status, body, headers, later }) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const ours = await classified(service, 'ours', status, body, headers);
    expect(ours).toEqual(await classified(service, 'theirs', status, body, headers));
    expect(ours).toHaveProperty('retryAfterHint', later && new Date(Date.now() + later));
  });

  describe.each(['ours', 'theirs'] as const)('(%s)', (whose) => {
    const { command } = kits[service][whose];

    test('waits before the next attempt as long as the strategy’s token says', async () => {
      const { askedAt, requestHandler } = connection(500, '{}');
      const retryStrategy = deciding(async () => token(1, 200));
      await expect(clientOf(service, whose, { requestHandler, retryStrategy }).send(command)).rejects.toThrow();
      const [first = 0, second = 0, ...more] = askedAt;
      expect(second - first).toBeGreaterThan(198); // a timer may be early by a ms
      expect(more).toEqual([]);
    });

    test.each([
      { what: 'the strategy waits', decide: () => new Promise<never>(() => {}) },
      { what: 'it waits itself', decide: async () => token(1, 30_000) },
    ])('ends without another attempt when its signal is aborted while $what', async ({ decide }) => {
      const { askedAt, requestHandler } = connection(500, '{}');
      const ending = new AbortController();
      const retryStrategy = deciding(() => {
        setTimeout(() => ending.abort(new Error('no time is left')), 20);
        return decide();
      });
      const sent = clientOf(service, whose, { requestHandler, retryStrategy }).send(command, { abortSignal: ending.signal }); // biome-ignore format: one request
      await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
      expect(askedAt).toHaveLength(1);
    });
  });
});

test('a write that conflicts with another region’s is worth another try', async () => {
  const body = '{"__type":"com.amazonaws.dynamodb.v20120810#ReplicatedWriteConflictException"}';
  expect(await classified('dynamodb', 'ours', 400, body)).toHaveProperty('errorType', 'TRANSIENT');
});
