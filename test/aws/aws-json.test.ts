import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as sdk from '@aws-sdk/client-dynamodb';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, describe, expect, test } from 'vitest';
import { DynamoDBClient, GetItemCommand } from '../../lambda/aws/client-dynamodb.ts';
import { SendMessageCommand, SQSClient } from '../../lambda/aws/client-sqs.ts';
import { useEnvironment } from './use-environment.ts';

const environment = useEnvironment();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** Starts a server, and tells where it is. */
async function started(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const requestHandler = { connectionTimeout: 200, requestTimeout: 200, throwOnRequestTimeout: true };
const input = { TableName: 'streams', Key: { pk: { S: 'a' } } };
const ours = () => new DynamoDBClient({ requestHandler }).send(new GetItemCommand(input));
const theirs = () => new sdk.DynamoDBClient({ requestHandler }).send(new sdk.GetItemCommand(input));

const refusing =
  (status: number, type: string): RequestListener =>
  (_asked, answer) =>
    answer
      .writeHead(status, { 'x-amzn-requestid': 'R1' })
      .end(JSON.stringify({ __type: `com.amazon.coral.service#${type}`, message: 'because' }));

const misbehaviours: [string, RequestListener][] = [
  ['is throttled', refusing(400, 'ThrottlingException')],
  ['fails', refusing(500, 'InternalServerError')],
  ['is not there', refusing(503, 'ServiceUnavailable')],
  ['is not there, and says nothing', (_asked, answer) => answer.writeHead(503).end('null')],
  ['names the error in a header', (_asked, answer) => answer.writeHead(400, { 'x-amzn-errortype': 'ValidationException:http://a' }).end('{}')], // biome-ignore format: a row
  ['does not like what is asked', refusing(400, 'ValidationException')],
  ['does not know who asks', refusing(400, 'UnrecognizedClientException')],
  ['cuts the connection', (asked) => asked.socket.destroy()],
  ['cuts its answer', (asked, answer) => answer.writeHead(200, { 'content-length': 9 }).write('{', () => asked.socket.destroy())], // biome-ignore format: a row
  ['never answers', () => {}],
  ['answers 502 in words', (_asked, answer) => answer.writeHead(502).end('<html>')],
];

describe('a service that', () => {
  test.each(misbehaviours)(
    '%s is asked as often as the SDK asks it, and its error has the same name',
    async (_what, listener) => {
      let asked = 0;
      environment({
        AWS_ENDPOINT_URL: await started((request, answer) => {
          asked++;
          listener(request, answer);
        }),
      });
      const failed = async (send: () => Promise<unknown>) => {
        asked = 0;
        const error = await send().then(
          () => new Error('none'),
          (thrown: Error) => thrown,
        );
        return { asked, name: error.name };
      };
      const { name, ...told } = await failed(theirs);
      expect(await failed(ours)).toEqual({ ...told, name: name === 'SyntaxError' ? 'Unknown' : name });
    },
  );

  test('answers success in words is told of, without its words', async () => {
    environment({ AWS_ENDPOINT_URL: await started((_asked, answer) => answer.end('a secret')) });
    await expect(ours()).rejects.toThrow('received 8 characters that are none, expected an object of JSON');
  });

  test('hangs is left as soon as the signal says so, and not asked again', async () => {
    let asked = 0;
    environment({ AWS_ENDPOINT_URL: await started(() => asked++) });
    const ending = new AbortController();
    const sent = new DynamoDBClient().send(new GetItemCommand(input), { abortSignal: ending.signal });
    setTimeout(() => ending.abort(), 50);
    await expect(sent).rejects.toThrow(/abort/i);
    expect(asked).toBe(1);
  });
});

describe('a request', () => {
  test.each([
    { name: 'dynamodb', send: () => new DynamoDBClient().send(new GetItemCommand(input)), target: 'DynamoDB_20120810.GetItem', body: input }, // biome-ignore format: a row
    { name: 'sqs', send: () => sqs().send(new SendMessageCommand(message)), target: 'AmazonSQS.SendMessage', body: message }, // biome-ignore format: a row
  ])(
    'to $name is signed for it, with the session of the environment, and sent where the environment says',
    async ({ name, send, target, body }) => {
      let heard: object | undefined;
      const elsewhere = await started((asked, answer) => {
        const { authorization, 'x-amz-security-token': session, 'x-amz-target': operation } = asked.headers;
        let text = '';
        asked
          .on('data', (chunk) => (text += chunk))
          .on('end', () => {
            heard = { authorization, session, operation, body: JSON.parse(text) };
            answer.end('{}');
          });
      });
      const endpoint = `AWS_ENDPOINT_URL_${name.toUpperCase()}`;
      environment({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', [endpoint]: elsewhere, AWS_SESSION_TOKEN: 'session', AWS_REGION: 'eu-west-1' }); // biome-ignore format: a row
      await send();
      environment({ [endpoint]: undefined, AWS_SESSION_TOKEN: undefined });
      expect(heard).toEqual({
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
  ])('goes to $host in $region, as the SDK would send it', async ({ region, host }) => {
    environment({ AWS_ENDPOINT_URL: undefined, AWS_REGION: region });
    const requests: object[] = [];
    const handle = (request: object) => {
      requests.push(request);
      throw new Error('nothing leaves this machine');
    };
    const itself = { handle } as unknown as NodeHttpHandler;
    await expect(new DynamoDBClient({ requestHandler: itself }).send(new GetItemCommand(input))).rejects.toThrow(
      'leaves',
    );
    await expect(
      new sdk.DynamoDBClient({ requestHandler: itself }).send(new sdk.GetItemCommand(input)),
    ).rejects.toThrow('leaves');
    expect(requests).toMatchObject([
      { protocol: 'https:', hostname: host },
      { protocol: 'https:', hostname: host },
    ]);
  });

  test('cannot be made where the environment lacks what a Lambda has in it', () => {
    environment({ AWS_SECRET_ACCESS_KEY: undefined });
    expect(() => new DynamoDBClient()).toThrow('received no AWS_SECRET_ACCESS_KEY');
  });
});

const message = { QueueUrl: 'https://sqs.example.com/1/deferred', MessageBody: 'text' };
const sqs = () => new SQSClient({ useQueueUrlAsEndpoint: false });
