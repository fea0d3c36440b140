import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServersCommand } from '../../../cli/servers/servers-command.ts';
import { type AwsAnswer, type AwsRequest, startAwsEndpoint } from '../../asking/aws-endpoint.ts';
import { start } from '../../run.ts';
import { type FakeCloudFormation, stackDescription, startFakeCloudFormation } from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';

const secret = 'S3cret-of-the-JWT';
const url = 'https://media.example.com:5443/LiveApp';
let cloudFormation: FakeCloudFormation;

beforeAll(async () => {
  const outputs: Record<string, Record<string, string>> = {
    Hooks: { ApiUrl: 'https://api.example.com', SweeperFunctionName: 'Hooks-Sweeper' },
    Older: { ApiUrl: 'https://api.example.com' },
  };
  cloudFormation = await startFakeCloudFormation((_action, stack) => stackDescription(stack, outputs[stack]));
});
afterAll(() => cloudFormation.close());

const check = { ok: true, outcome: 'fine', text: 'it answers', broadcasts: 2, clockAheadMs: 0 };

interface Aws {
  readonly requests: AwsRequest[];
  readonly env: Record<string, string>;
}

/** Starts SSM, with parameters by name, and Lambda, with the answer of the sweeper. */
async function startAws(sweeper: AwsAnswer = { body: check }, parameters: Record<string, string> = {}): Promise<Aws> {
  const requests: AwsRequest[] = [];
  const endpoint = await startAwsEndpoint((request) => {
    requests.push(request);
    const input = request.body as { Name: string; Value: string };
    if (request.target === undefined) return sweeper;
    if (request.target === 'PutParameter') {
      parameters[input.Name] = input.Value;
      return { body: { Version: 1 } };
    }
    if (request.target === 'DeleteParameter')
      return delete parameters[input.Name] && requests.length > 0 && input.Name.endsWith('/Unknown')
        ? { status: 400, body: { __type: 'ParameterNotFound' } }
        : { body: {} };
    return { body: { Parameters: Object.entries(parameters).map(([Name, Value]) => ({ Name, Value })) } };
  });
  return {
    requests,
    env: { ...cloudFormation.env, AWS_ENDPOINT_URL_SSM: endpoint, AWS_ENDPOINT_URL_LAMBDA: endpoint },
  };
}

const servers = ({ env }: Aws, ...args: string[]) => runInProcess(createServersCommand(), args, env);

test('a server is kept encrypted with its secret, and the sweeper itself asks it', async () => {
  const aws = await startAws();
  const { child, ended } = start('servers', ['add', '--app', 'Live_App', '--url', url, '--stack', 'Hooks'], aws.env);
  child.stdin.end(`${secret}\n`);
  const { code, stdout, stderr } = await ended;
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: `Registered ${url} for Live_App in the stack Hooks. Asked once: it answers.\n`,
    stderr: '',
  });
  expect(aws.requests).toEqual([
    {
      target: 'PutParameter',
      path: '/',
      body: {
        Name: '/Hooks/servers/Live_5FApp',
        Value: JSON.stringify({ url, jwtSecret: secret }),
        Type: 'SecureString',
        Overwrite: true,
      },
    },
    { target: undefined, path: '/2015-03-31/functions/Hooks-Sweeper/invocations', body: { check: 'Live_App' } },
  ]);
});

test('the list shows no secret', async () => {
  const aws = await startAws(undefined, {
    '/Hooks/servers/b_20c': JSON.stringify({ url, jwtSecret: secret }),
    '/Hooks/servers/a': JSON.stringify({ url, jwtSecret: null }),
  });
  const text = await servers(aws, 'list', '--stack', 'Hooks');
  const json = await servers(aws, 'list', '--stack', 'Hooks', '--json');
  expect(JSON.parse(json.stdout)).toEqual([
    { app: 'a', url, jwt: false },
    { app: 'b c', url, jwt: true },
  ]);
  expect(`${text.stdout}${json.stdout}`).not.toContain(secret);
  expect(aws.requests[0]?.body).toMatchObject({ Path: '/Hooks/servers', WithDecryption: true });
});

test('a parameter that is no server is named, and not quoted', async () => {
  const aws = await startAws(undefined, { '/Hooks/servers/a': secret });
  const { code, stderr } = await servers(aws, 'list', '--stack', 'Hooks');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('The parameter /Hooks/servers/a: received something else') }); // biome-ignore format: a row
  expect(stderr).not.toContain(secret);
});

test('a server is removed, and one that was never added is an error', async () => {
  const aws = await startAws();
  expect(await servers(aws, 'remove', '--app', 'a b', '--stack', 'Hooks')).toMatchObject({ code: 0, stdout: 'Removed the media server of a b in the stack Hooks.\n' }); // biome-ignore format: a row
  expect(aws.requests[0]?.body).toEqual({ Name: '/Hooks/servers/a_20b' });
  expect(await servers(aws, 'remove', 'Unknown', '--stack', 'Hooks')).toMatchObject({ code: 1, stderr: expect.stringContaining('which has no media server in the stack Hooks') }); // biome-ignore format: a row
});

describe('check', () => {
  test.each([
    { ok: true, code: 0 },
    { ok: false, code: 1 },
  ])('exits with $code when the sweeper says ok: $ok', async ({ ok, code }) => {
    const aws = await startAws({ body: { ...check, ok } });
    expect(await servers(aws, 'check', 'a', '--stack', 'Hooks')).toMatchObject({ code, stdout: 'a: it answers.\n' });
  });

  test.each<{ what: string; answer: AwsAnswer; says: string }>([
    {
      what: 'fails',
      answer: { headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorMessage: secret } },
      says: 'The sweeper: received an error',
    },
    { what: 'answers nothing', answer: { body: null }, says: 'The sweeper: received another answer' },
    {
      what: 'may not be invoked',
      answer: { status: 403, headers: { 'x-amzn-errortype': 'AccessDeniedException' }, body: { Message: 'no' } },
      says: 'AWS refused (AccessDeniedException): no',
    },
  ])('fails on one line when the sweeper $what', async ({ answer, says }) => {
    const aws = await startAws(answer);
    const { code, stdout, stderr } = await servers(aws, 'check', 'a', '--stack', 'Hooks');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/^.*\n$/);
    expect(stderr).not.toContain(secret);
  });
});

test('a server is kept where there is no sweeper yet, and that is said', async () => {
  const aws = await startAws();
  const { code, stdout } = await servers(
    aws,
    'add',
    '--app',
    'a',
    '--url',
    url,
    '--no-jwt',
    '--stack',
    'Older',
    '--json',
  );
  expect({ code, json: JSON.parse(stdout) }).toMatchObject({
    code: 0,
    json: { check: { ok: false, outcome: 'notAsked', text: expect.stringContaining('expected SweeperFunctionName') } },
  });
  expect(aws.requests.map(({ target }) => target)).toEqual(['PutParameter']);
});

test('what SSM refuses is not kept, and is an error', async () => {
  const endpoint = await startAwsEndpoint(() => ({
    status: 400,
    body: { __type: 'ValidationException', message: 'the name' },
  }));
  const aws = { requests: [], env: { ...cloudFormation.env, AWS_ENDPOINT_URL_SSM: endpoint } };
  expect(await servers(aws, 'add', '--app', 'a', '--url', url, '--no-jwt', '--stack', 'Hooks')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'AWS refused (ValidationException): the name\n',
  });
});
