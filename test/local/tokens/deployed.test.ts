import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, startDatabase, TOKENS_TABLE } from '../../../local/database.ts';
import { run } from '../run.ts';

let database: Database;
let cloudFormation: Server;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  database = await startDatabase(':memory:');
  cloudFormation = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const name = new URLSearchParams(Buffer.concat(chunks).toString()).get('StackName') ?? '';
    const outputs = stacks[name];
    response.writeHead(outputs ? 200 : 400, { 'content-type': 'text/xml' }).end(outputs ? described(outputs) : unknown);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => cloudFormation.once('listening', resolve));
  env = {
    AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}`, // it listens on TCP
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
});
afterAll(async () => {
  cloudFormation.close();
  await database.close();
});

const stacks: Record<string, Record<string, string>> = {
  Hooks: { TokensTableName: TOKENS_TABLE, ApiUrl: 'https://api.example.com/' },
  Other: { BucketName: 'b' },
};

const described = (outputs: Record<string, string>) =>
  `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>s</StackName><Outputs>${Object.entries(
    outputs,
  )
    .map(([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`)
    .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
const unknown =
  '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id Nope does not exist</Message></Error></ErrorResponse>';

test('a token is made, listed and revoked in the table of a deployed stack', async () => {
  const made = await run('tokens', ['create', '--stack', 'Hooks', '--app', 'LiveApp', '--json'], env);
  expect(made.stderr).toBe('');
  const { id, secret, webhookUrl } = JSON.parse(made.stdout);
  expect(webhookUrl).toBe(`https://api.example.com/hooks/LiveApp/${secret}`);
  expect((await run('tokens', ['list', '--stack', 'Hooks'], env)).stdout).toContain(id);
  const revoked = await run('tokens', ['revoke', id, '--stack', 'Hooks'], env);
  expect(revoked.stdout).toBe(`Revoked ${id} in the stack Hooks: it stops working within 60 s.\n`);
  expect(JSON.parse((await run('tokens', ['list', '--stack', 'Hooks', '--json'], env)).stdout)).toEqual([]);
});

const bare = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
};

test.concurrent.each([
  {
    what: 'a stack that does not exist',
    stack: 'Nope',
    more: {},
    says: 'received "Nope", expected a stack in this account',
  },
  {
    what: 'a stack of something else',
    stack: 'Other',
    more: {},
    says: 'received the outputs BucketName, expected TokensTableName',
  },
  { what: 'no credentials', stack: 'Hooks', more: bare, says: 'No AWS credentials were found: set AWS_PROFILE' },
  {
    what: 'no region',
    stack: 'Hooks',
    more: { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined, AWS_CONFIG_FILE: '/nowhere' },
    says: 'No AWS region was found',
  },
  {
    what: 'no network',
    stack: 'Hooks',
    more: { AWS_ENDPOINT_URL_CLOUDFORMATION: 'http://127.0.0.1:9' },
    says: 'AWS does not answer (ECONNREFUSED)',
  },
])('$what is one line', async ({ stack, more, says }) => {
  const { code, stdout, stderr } = await run('tokens', ['list', '--stack', stack], { ...env, ...more });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
