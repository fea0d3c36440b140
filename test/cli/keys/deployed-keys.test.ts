import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createKeysCommand } from '../../../cli/keys/keys-command.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { type AwsAnswer, type AwsRequest, startAwsEndpoint } from '../../asking/aws-endpoint.ts';
import { useEngine } from '../../table/engine.ts';
import { buildEvent } from '../../table/event.builder.ts';
import { type FakeCloudFormation, stackDescription, startFakeCloudFormation } from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';

const engine = useEngine();
const secret = 'S3cret-of-the-JWT';
let cloudFormation: FakeCloudFormation;

beforeAll(async () => {
  const outputs: Record<string, string> = {
    ApiUrl: 'https://api.example.com',
    StreamsTableName: STREAMS_TABLE,
    TokensTableName: TOKENS_TABLE,
    SweeperFunctionName: 'Hooks-Sweeper',
  };
  cloudFormation = await startFakeCloudFormation((_action, stack) => stackDescription(stack, outputs));
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });
  for (const id of ['cam-1', 'cam-2']) {
    const started = { action: 'liveStreamStarted', id, timestamp: Date.now() };
    await recorder.record(engine().streams, buildEvent(started, 'LiveApp', Date.now()));
  }
});
afterAll(() => cloudFormation.close());

/** Starts SSM, with one registered server, and Lambda, with the answer of the sweeper; runs a command with them. */
async function useAws(sweeper: AwsAnswer = { body: { error: null, results: [] } }) {
  const requests: AwsRequest[] = [];
  const Value = JSON.stringify({ url: 'https://media.example.com:5443/LiveApp', jwtSecret: secret });
  const endpoint = await startAwsEndpoint((request) => {
    if (request.target !== undefined) return { body: { Parameters: [{ Name: '/Hooks/servers/LiveApp', Value }] } };
    requests.push(request);
    return sweeper;
  });
  const { accessKeyId } = await engine().client.config.credentials();
  const env = {
    ...cloudFormation.env,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_ENDPOINT_URL_DYNAMODB: engine().endpoint,
    AWS_ENDPOINT_URL_SSM: endpoint,
    AWS_ENDPOINT_URL_LAMBDA: endpoint,
  };
  const keys = (...args: string[]) => runInProcess(createKeysCommand(), [...args, '--stack', 'Hooks'], env);
  return { keys, requests };
}

test('what to type is at the registered media server, whose secret stays where it is', async () => {
  const { keys } = await useAws();
  const { code, stdout } = await keys('create', '--app', 'LiveApp', '--stream', 'cam-1');
  expect(code).toBe(0);
  expect(stdout).toContain('OBS server    rtmp://media.example.com/LiveApp\n');
  expect(stdout).toContain('create --app LiveApp --scope authorize --stack Hooks');
  expect(stdout).not.toContain(secret);
});

test('ids beyond ASCII are refused as they are on this machine', async () => {
  const { keys } = await useAws();
  const { code, stderr } = await keys('create', '--app', 'LiveApp', '--stream', 'kämera');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('use --prefix') });
});

describe('revoke --stop', () => {
  const stopped = { id: 'cam-1', stopped: true, text: 'stopped' };

  /** Creates a key for cam-1, and revokes it. */
  async function revoke(answer: AwsAnswer) {
    const { keys, requests } = await useAws(answer);
    const created = await keys('create', '--app', 'LiveApp', '--stream', 'cam-1', '--json');
    const { id } = JSON.parse(created.stdout);
    const result = await keys('revoke', id, '--stop');
    expect((await keys('list', '--json')).stdout).not.toContain(id);
    return { id, requests, ...result };
  }

  test('lets the sweeper itself ask the server, about what the key covers', async () => {
    const { id, requests, code, stdout } = await revoke({ body: { error: null, results: [stopped] } });
    expect(requests).toEqual([
      {
        target: undefined,
        path: '/2015-03-31/functions/Hooks-Sweeper/invocations',
        body: { stop: { app: 'LiveApp', ids: ['cam-1'] } },
      },
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Revoked ${id} in the stack Hooks`);
    expect(stdout).toContain('cam-1: stopped.\n');
  });

  test.each<{ what: string; answer: AwsAnswer; says: string }>([
    {
      what: 'fails',
      answer: { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorMessage: secret } },
      says: 'The sweeper: received an error',
    },
    { what: 'answers nothing', answer: { body: null }, says: 'The sweeper: received another answer' },
    { what: 'is of an older release', answer: { body: { live: 2, errors: [] } }, says: 'deploy it anew' },
    {
      what: 'may not be invoked',
      answer: { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: { Message: 'no' } },
      says: 'AWS refused (AccessDeniedException): no',
    },
    { what: 'has no server', answer: { body: { error: 'no media server is registered', results: [] } }, says: 'Nobody was stopped: no media server is registered.' }, // biome-ignore format: a row
    { what: 'forgets a stream', answer: { body: { error: null, results: [{ ...stopped, id: 'cam-2' }] } }, says: 'cam-1: not known to be stopped.' }, // biome-ignore format: a row
  ])('revokes, and then fails, when the sweeper $what', async ({ answer, says }) => {
    const { code, stdout, stderr } = await revoke(answer);
    expect(code).toBe(1);
    expect(stdout).toContain(says);
    expect(stderr).toMatch(/^The key is revoked, but 1 live stream that it covers was not stopped \(cam-1: .*\n$/);
    expect(`${stdout}${stderr}`).not.toContain(secret);
  });
});
