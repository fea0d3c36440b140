import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import { allowListOf } from '../../lambda/receiving/allow-list.ts';
import { type HookLine, type Receiving, receive } from '../../lambda/receiving/receive.ts';
import { Recorder } from '../../lambda/table/record.ts';
import { Table } from '../../lambda/table/table.ts';
import { TokenLookUp } from '../../lambda/tokens/look-up.ts';
import { tokenItem } from '../../lambda/tokens/token.ts';
import { connect } from '../../local/database.ts';
import { hookEvent } from '../gateway-event.ts';
import { useEngine } from '../table/engine.ts';

const engine = useEngine();
const body = Buffer.from('action=liveStreamStarted&id=cam-1&token=SECRET&metadata=rtmp%3A%2F%2Fhost%2Fapp%2FSECRET');

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A client of something that is no DynamoDB. */
async function clientOf(behave: (socket: Socket) => void): Promise<DynamoDBClient> {
  const server = createServer((socket) => behave(socket.on('error', () => {}).unref())).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function receiving(special: Partial<Receiving> = {}): Promise<Receiving & { lines: HookLine[] }> {
  const lines: HookLine[] = [];
  const { streams, tokens } = engine();
  await tokens.put(
    tokenItem({
      hash: 'LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564',
      scopes: ['hooks'],
      app: '*',
      label: '',
      createdAt: 0,
      expiresAt: null,
    }),
  ); // "foo"
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false });
  const log = (line: HookLine) => lines.push(line);
  return {
    streams,
    tokens,
    recorder,
    lookUp: new TokenLookUp(),
    allowList: allowListOf(''),
    budgetMs: 500,
    log,
    lines,
    ...special,
  };
}

const refused = () =>
  new DynamoDBClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'local',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });

describe('a hook', () => {
  test('is refused from an address outside of the allow-list, by the answer of a wrong token', async () => {
    const behind = await receiving({ allowList: allowListOf('198.51.100.0/24') });
    const outside = await receive(hookEvent('LiveApp', 'foo', body), behind);
    const wrong = await receive(hookEvent('LiveApp', 'bar', body, { sourceIp: '198.51.100.7' }), behind);
    expect(outside).toEqual(wrong);
    expect(outside).toMatchObject({ statusCode: 403 });
    expect(await receive(hookEvent('LiveApp', 'foo', body, { sourceIp: '198.51.100.7' }), behind)).toMatchObject({
      statusCode: 200,
    });
  });

  test('is told in one line, without its token', async () => {
    const { lines, ...behind } = await receiving();
    await receive(hookEvent('LiveApp', 'foo', body), behind);
    expect(lines).toEqual([
      {
        app: 'LiveApp',
        status: 200,
        outcome: 'recorded',
        action: 'liveStreamStarted',
        id: 'cam-1',
        lagMs: 0,
        ms: expect.any(Number),
      },
    ]);
  });

  test.each<[string, () => Promise<DynamoDBClient>]>([
    ['refuses connections', async () => refused()],
    ['never answers', () => clientOf(() => {})],
    ['cuts the connection', () => clientOf((socket) => socket.destroy())],
    ['answers garbage', () => clientOf((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{]}'))],
    ['answers 500', () => clientOf((socket) => socket.end('HTTP/1.1 500 No\r\ncontent-length: 2\r\n\r\n{}'))],
  ])('is answered 503 in time when the table %s, and the log holds it, masked', async (_what, client) => {
    const { lines, ...behind } = await receiving({ streams: new Table(await client(), 'streams') });
    const started = performance.now();
    const answer = await receive(hookEvent('LiveApp', 'foo', body), behind);
    expect(performance.now() - started).toBeLessThan(1_500); // the budget is 500 ms here
    expect(answer).toMatchObject({
      statusCode: 503,
      body: '{"error":"this could not be kept for sure: send it again"}',
    });
    expect(lines).toMatchObject([
      { app: 'LiveApp', status: 503, error: expect.any(String), hook: { action: 'liveStreamStarted', id: 'cam-1' } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('SECRET');
  });

  test('is answered 503 when the tokens do not answer', async () => {
    const behind = await receiving({ tokens: new Table(refused(), 'tokens') });
    expect(await receive(hookEvent('LiveApp', 'foo', body), behind)).toMatchObject({ statusCode: 503 });
  });

  test('is let in for 60 s more by a token that was found, and no longer', async () => {
    const behind = await receiving();
    const at = (timeEpoch: number, tokens = behind.tokens) =>
      receive(hookEvent('LiveApp', 'foo', body, { timeEpoch }), { ...behind, tokens });
    const gone = new Table(connect('http://127.0.0.1:1'), 'tokens');
    const now = Date.now();
    expect(await at(now)).toMatchObject({ statusCode: 200 });
    expect(await at(now + 59_000, gone)).toMatchObject({ statusCode: 200 });
    expect(await at(now + 61_000, gone)).toMatchObject({ statusCode: 503 });
  });
});
