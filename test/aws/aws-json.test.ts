import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as sdk from '@aws-sdk/client-dynamodb';
import * as sdkLambda from '@aws-sdk/client-lambda';
import * as sdkSsm from '@aws-sdk/client-ssm';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, describe, expect, test } from 'vitest';
import { DynamoDBClient, GetItemCommand } from '../../lambda/aws/client-dynamodb.ts';
import { InvokeCommand, LambdaClient } from '../../lambda/aws/client-lambda.ts';
import { SendMessageCommand, SQSClient } from '../../lambda/aws/client-sqs.ts';
import { GetParametersByPathCommand, SSMClient } from '../../lambda/aws/client-ssm.ts';
import { useEnvironment } from './use-environment.ts';

const environment = useEnvironment();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Starts a server; returns its URL. */
async function startServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const requestHandler = { connectionTimeout: 200, requestTimeout: 200, throwOnRequestTimeout: true };
const input = { TableName: 'streams', Key: { pk: { S: 'a' } } };
const sendOurs = () => new DynamoDBClient({ requestHandler }).send(new GetItemCommand(input));
const sendSdk = () => new sdk.DynamoDBClient({ requestHandler }).send(new sdk.GetItemCommand(input));
const path = { Path: '/Hooks/servers', WithDecryption: true };
const invocation = { FunctionName: 'asker', Payload: Buffer.from('{"id":"çam"}') };

/** One command for each service, sent by our client and by the SDK's. */
const senders = {
  dynamodb: { ours: sendOurs, theirs: sendSdk },
  ssm: {
    ours: () => new SSMClient({ requestHandler }).send(new GetParametersByPathCommand(path)),
    theirs: () => new sdkSsm.SSMClient({ requestHandler }).send(new sdkSsm.GetParametersByPathCommand(path)),
  },
  lambda: {
    ours: () => new LambdaClient({ requestHandler }).send(new InvokeCommand(invocation)),
    theirs: () => new sdkLambda.LambdaClient({ requestHandler }).send(new sdkLambda.InvokeCommand(invocation)),
  },
};

const refuseWith =
  (status: number, type: string): RequestListener =>
  (_request, answer) =>
    answer
      .writeHead(status, { 'x-amzn-requestid': 'R1' })
      .end(JSON.stringify({ __type: `com.amazon.coral.service#${type}`, message: 'because' }));

const failures: [string, RequestListener][] = [
  ['is throttled', refuseWith(400, 'ThrottlingException')],
  ['fails', refuseWith(500, 'InternalServerError')],
  ['is unavailable', refuseWith(503, 'ServiceUnavailable')],
  ['is unavailable and gives no reason', (_request, answer) => answer.writeHead(503).end('null')],
  ['names the error in a header', (_request, answer) => answer.writeHead(400, { 'x-amzn-errortype': 'ValidationException:http://a' }).end('{}')], // biome-ignore format: a row
  ['rejects the input', refuseWith(400, 'ValidationException')],
  ['does not know the credentials', refuseWith(400, 'UnrecognizedClientException')],
  ['cuts the connection', (request) => request.socket.destroy()],
  ['cuts its answer', (request, answer) => answer.writeHead(200, { 'content-length': 9 }).write('{', () => request.socket.destroy())], // biome-ignore format: a row
  ['never answers', () => {}],
  ['answers 502 with HTML', (_request, answer) => answer.writeHead(502).end('<html>')],
];

describe('a service that', () => {
  const rows = (['dynamodb', 'lambda'] as const).flatMap((service) =>
    failures.map((row) => [service, ...row, senders[service]] as const),
  );

  test.each(rows)(
    '(%s) %s gets as many requests as from the SDK, and its error has the same name',
    async (_service, _what, listener, send) => {
      let requests = 0;
      environment({
        AWS_ENDPOINT_URL: await startServer((request, answer) => {
          requests++;
          listener(request, answer);
        }),
      });
      const failureOf = async (attempt: () => Promise<unknown>) => {
        requests = 0;
        const error = await attempt().then(
          () => new Error('none'),
          (thrown: Error) => thrown,
        );
        return { requests, name: error.name };
      };
      const { name, ...expected } = await failureOf(send.theirs);
      expect(await failureOf(send.ours)).toEqual({ ...expected, name: name === 'SyntaxError' ? 'Unknown' : name });
    },
  );

  test('answers 200 without JSON causes an error that does not quote it', async () => {
    environment({ AWS_ENDPOINT_URL: await startServer((_request, answer) => answer.end('a secret')) });
    await expect(sendOurs()).rejects.toThrow('received 8 characters, expected a JSON object');
  });

  test('hangs is abandoned as soon as the signal is aborted, without a retry', async () => {
    let requests = 0;
    const controller = new AbortController();
    const abort = () => {
      requests++;
      controller.abort();
    };
    environment({ AWS_ENDPOINT_URL: await startServer(abort) });
    const sent = new DynamoDBClient().send(new GetItemCommand(input), { abortSignal: controller.signal });
    await expect(sent).rejects.toThrow(/abort/i);
    expect(requests).toBe(1);
  });
});

describe('a request', () => {
  test.each([
    { name: 'dynamodb', send: () => new DynamoDBClient().send(new GetItemCommand(input)), target: 'DynamoDB_20120810.GetItem', body: input }, // biome-ignore format: a row
    { name: 'sqs', send: () => sqs().send(new SendMessageCommand(message)), target: 'AmazonSQS.SendMessage', body: message }, // biome-ignore format: a row
    { name: 'ssm', send: () => new SSMClient().send(new GetParametersByPathCommand(path)), target: 'AmazonSSM.GetParametersByPath', body: path }, // biome-ignore format: a row
    { name: 'lambda', send: () => new LambdaClient().send(new InvokeCommand(invocation)), target: undefined, body: { id: 'çam' } }, // biome-ignore format: a row
  ])(
    'to $name is signed for it with the session token, and sent to the endpoint of the environment',
    async ({ name, send, target, body }) => {
      let received: object | undefined;
      const url = await startServer((request, answer) => {
        const { authorization, 'x-amz-security-token': session, 'x-amz-target': operation } = request.headers;
        let text = '';
        request
          .on('data', (chunk) => (text += chunk))
          .on('end', () => {
            received = { authorization, session, operation, body: JSON.parse(text) };
            answer.end('{}');
          });
      });
      const endpoint = `AWS_ENDPOINT_URL_${name.toUpperCase()}`;
      environment({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', [endpoint]: url, AWS_SESSION_TOKEN: 'session', AWS_REGION: 'eu-west-1' }); // biome-ignore format: a row
      await send();
      environment({ [endpoint]: undefined, AWS_SESSION_TOKEN: undefined });
      expect(received).toEqual({
        authorization: expect.stringMatching(
          new RegExp(`^AWS4-HMAC-SHA256 Credential=local/\\d{8}/eu-west-1/${name}/aws4_request, `),
        ),
        session: 'session',
        operation: target,
        body,
      });
    },
  );

  test.each([
    { region: 'eu-west-1', host: 'dynamodb.eu-west-1.amazonaws.com' },
    { region: 'us-gov-west-1', host: 'dynamodb.us-gov-west-1.amazonaws.com' },
    { region: 'cn-north-1', host: 'dynamodb.cn-north-1.amazonaws.com.cn' },
  ])('goes to $host in $region, as from the SDK', async ({ region, host }) => {
    environment({ AWS_ENDPOINT_URL: undefined, AWS_REGION: region });
    const requests: object[] = [];
    const handle = (request: object) => {
      requests.push(request);
      throw new Error('nothing leaves this machine');
    };
    const handler = { handle } as Partial<NodeHttpHandler> as NodeHttpHandler; // no other method is called
    await expect(new DynamoDBClient({ requestHandler: handler }).send(new GetItemCommand(input))).rejects.toThrow(
      'leaves',
    );
    await expect(
      new sdk.DynamoDBClient({ requestHandler: handler }).send(new sdk.GetItemCommand(input)),
    ).rejects.toThrow('leaves');
    expect(requests).toMatchObject([
      { protocol: 'https:', hostname: host },
      { protocol: 'https:', hostname: host },
    ]);
  });

  test('throws without an environment variable that Lambda sets', () => {
    environment({ AWS_SECRET_ACCESS_KEY: undefined });
    expect(() => new DynamoDBClient()).toThrow('received no AWS_SECRET_ACCESS_KEY');
  });
});

describe('the clients of both kinds', () => {
  /** Sends a command by both clients; returns what reached the service, and what came back. */
  async function exchangeOf(send: Record<'ours' | 'theirs', () => Promise<unknown>>, respond: RequestListener) {
    const received: object[] = [];
    environment({
      AWS_ENDPOINT_URL: await startServer(async (request, answer) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        const { 'content-type': type, 'x-amz-target': target } = request.headers;
        received.push({ method: request.method, url: request.url, type, target, body });
        respond(request, answer);
      }),
    });
    const results = [await send.ours(), await send.theirs()] as { $metadata: object }[]; // only compared
    return { received, results: results.map(({ $metadata: _, ...result }) => result) };
  }

  test('send the same to SSM, and read the same from it', async () => {
    const page = { Parameters: [{ Name: '/Hooks/servers/LiveApp', Value: '{"url":"ç"}' }], NextToken: 'next' };
    const { received, results } = await exchangeOf(senders.ssm, (_request, answer) => answer.end(JSON.stringify(page)));
    expect(received[0]).toEqual(received[1]);
    expect(received[0]).toMatchObject({ type: 'application/x-amz-json-1.1', target: 'AmazonSSM.GetParametersByPath' });
    expect(results[0]).toEqual(page);
    expect(results[1]).toEqual(page);
  });

  test.each([
    { what: 'an object', payload: '{"verdicts":[["çam",{"kind":"live"}]]}', headers: {} },
    { what: 'null', payload: 'null', headers: {} },
    { what: 'an error of the function', payload: '{"errorMessage":"because"}', headers: { 'x-amz-function-error': 'Unhandled' } }, // biome-ignore format: a row
  ])('send the same to Lambda, and read the same from it: $what', async ({ payload, headers }) => {
    const { received, results } = await exchangeOf(senders.lambda, (_request, answer) =>
      answer.writeHead(200, headers).end(payload),
    );
    expect(received[0]).toEqual(received[1]);
    expect(received[0]).toMatchObject({ method: 'POST', url: '/2015-03-31/functions/asker/invocations' });
    const plain = results.map((result) => ({ ...result, Payload: Buffer.from((result as { Payload: Uint8Array }).Payload).toString() })); // biome-ignore format: both have a payload
    expect(plain[0]).toEqual(JSON.parse(JSON.stringify(plain[1])));
    expect(plain[0]?.Payload).toBe(payload);
  });
});

const message = { QueueUrl: 'https://sqs.example.com/1/deferred', MessageBody: 'text' };
const sqs = () => new SQSClient({ useQueueUrlAsEndpoint: false });
