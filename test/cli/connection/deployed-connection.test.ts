import { afterAll, beforeAll, expect, test } from 'vitest';
import { readTokenUses } from '../../../cli/tokens/token-uses.ts';
import { createTokensCommand } from '../../../cli/tokens/tokens-command.ts';
import { Table } from '../../../lambda/table/table.ts';
import { TokenUseNotes } from '../../../lambda/table/token-use-notes.ts';
import { connect, type Database, startDatabase } from '../../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { run } from '../../run.ts';
import {
  type FakeCloudFormation,
  noCredentials,
  noRegion,
  stackDescription,
  stackNotFound,
  startFakeCloudFormation,
} from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';

const stacks: Record<string, Record<string, string>> = {
  Hooks: { StreamsTableName: STREAMS_TABLE, TokensTableName: TOKENS_TABLE, ApiUrl: 'https://api.example.com/' },
  Emulated: {
    StreamsTableName: STREAMS_TABLE,
    TokensTableName: TOKENS_TABLE,
    ApiUrl: 'http://ab12.execute-api.localhost:4566',
  },
  Unnoted: { StreamsTableName: 'missing', TokensTableName: TOKENS_TABLE, ApiUrl: 'https://api.example.com/' },
  Other: { BucketName: 'b' },
};

let database: Database;
let cloudFormation: FakeCloudFormation;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  database = await startDatabase(':memory:');
  cloudFormation = await startFakeCloudFormation((_action, stack) =>
    stacks[stack] ? stackDescription(stack, stacks[stack]) : stackNotFound(stack),
  );
  const { origin, username } = new URL(database.endpoint);
  env = { ...cloudFormation.env, AWS_ENDPOINT_URL_DYNAMODB: origin, AWS_ACCESS_KEY_ID: username };
});
afterAll(async () => {
  cloudFormation.close();
  await database.close();
});

const tokens = (args: string[], more: NodeJS.ProcessEnv = {}) =>
  runInProcess(createTokensCommand(), args, { ...env, ...more });

test('a token is created, listed and revoked in the table of a deployed stack', async () => {
  const created = await run('tokens', ['create', '--stack', 'Hooks', '--app', 'LiveApp', '--json'], env);
  expect(created.stderr).toBe('');
  const { id, secret, webhookUrl } = JSON.parse(created.stdout);
  expect(webhookUrl).toBe(`https://api.example.com/hooks/LiveApp/${secret}`);
  expect((await tokens(['list', '--stack', 'Hooks'])).stdout).toContain(id);
  const revoked = await tokens(['revoke', id, '--stack', 'Hooks']);
  expect(revoked.stdout).toBe(`Revoked ${id} in the stack Hooks: it stops working within 60 s.\n`);
  expect(JSON.parse((await tokens(['list', '--stack', 'Hooks', '--json'])).stdout)).toEqual([]);
});

test('revoking a token removes what is noted of its hooks; where that fails, it is revoked all the same', async () => {
  const streams = new Table(connect(database.endpoint), STREAMS_TABLE);
  for (const { stack, isNoted } of [
    { stack: 'Hooks', isNoted: false },
    { stack: 'Unnoted', isNoted: true },
  ]) {
    const created = await tokens(['create', '--stack', stack, '--app', 'LiveApp', '--json']);
    const { id, hash } = JSON.parse(created.stdout);
    await new TokenUseNotes().note(streams, hash, Date.now());
    expect((await readTokenUses(streams)).has(hash)).toBe(true);
    expect(await tokens(['revoke', id, '--stack', stack])).toMatchObject({ code: 0, stderr: '' });
    expect((await readTokenUses(streams)).has(hash)).toBe(isNoted);
    expect((await tokens(['list', '--stack', 'Hooks'])).stdout).not.toContain(id);
  }
});

test('the URL of an emulated stack is one that Node can reach', async () => {
  const { stdout } = await tokens(['create', '--stack', 'Emulated', '--app', 'LiveApp']);
  expect(stdout).toMatch(
    /^Webhook URL {3}http:\/\/127\.0\.0\.1:9\/_aws\/execute-api\/ab12\/hooks\/LiveApp\/[\w-]{43}$/m,
  );
});

test('AWS_DEFAULT_REGION counts as the region', async () => {
  const more = { ...noRegion, AWS_DEFAULT_REGION: 'eu-west-1' };
  expect((await tokens(['list', '--stack', 'Hooks'], more)).code).toBe(0);
});

test.each([
  {
    what: 'a stack that does not exist',
    stack: 'Nope',
    more: {},
    says: 'There is no stack Nope in this account and region',
  },
  {
    what: 'a stack of another project',
    stack: 'Other',
    more: {},
    says: 'received the outputs BucketName, expected StreamsTableName',
  },
  {
    what: 'no credentials',
    stack: 'Hooks',
    more: noCredentials,
    says: 'No AWS credentials were found: set AWS_PROFILE',
  },
  {
    what: 'no region',
    stack: 'Hooks',
    more: noRegion,
    says: 'No AWS region was found',
  },
  {
    what: 'no network',
    stack: 'Hooks',
    more: { AWS_ENDPOINT_URL_CLOUDFORMATION: 'http://127.0.0.1:9' },
    says: 'AWS is unreachable (ECONNREFUSED)',
  },
])('$what is an error of one line', async ({ stack, more, says }) => {
  const { code, stdout, stderr } = await tokens(['list', '--stack', stack], more);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
