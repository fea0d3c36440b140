import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createExpectCommand } from '../../../cli/expect/expect-command.ts';
import { forgetSimulated } from '../../../cli/simulate/forget-simulated.ts';
import { createRunId, streamIdOf } from '../../../cli/simulate/ids.ts';
import { createStreamsCommand } from '../../../cli/streams/streams-command.ts';
import { MAX_EXPECTED } from '../../../lambda/expecting/read-expected.ts';
import { expectedKey } from '../../../lambda/table/row-keys.ts';
import { Table } from '../../../lambda/table/table.ts';
import { readRunningFile } from '../../../local/data-dir/data-dir.ts';
import { connect } from '../../../local/database/database.ts';
import { STREAMS_TABLE } from '../../../local/database/embedded-tables.ts';
import { buildExpected, plantExpected } from '../../expecting/expected-stream.builder.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import {
  type FakeCloudFormation,
  stackDescription,
  stackNotFound,
  startFakeCloudFormation,
} from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';

const DATA_DIR = useTempFolder('expect');
const receiver = useReceiver(DATA_DIR);
const now = Date.now();
const iso = (at: number) => new Date(at).toISOString();

const expected = (...args: string[]) => runInProcess(createExpectCommand(), args, { DATA_DIR });
const streams = (...args: string[]) => runInProcess(createStreamsCommand(), args, { DATA_DIR, STREAMS_URL: undefined });
const hook = (action: string, id: string, secondsAgo: number, fields: object = {}) =>
  receiver.postHook('LiveApp', { action, id, timestamp: now - secondsAgo * 1_000, ...fields });

async function add(...args: string[]) {
  const { stdout, stderr, code } = await expected('add', '--json', ...args);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return JSON.parse(stdout);
}
const list = async (): Promise<{ id: string; state: string; grace: number }[]> =>
  JSON.parse((await expected('list', '--json')).stdout);

/** Uses the table of the running receiver. */
async function withTable(use: (table: Table, client: ReturnType<typeof connect>) => Promise<unknown>): Promise<void> {
  const client = connect(readRunningFile(DATA_DIR)?.dynamodb ?? '');
  try {
    await use(new Table(client, STREAMS_TABLE), client);
  } finally {
    client.destroy();
  }
}

beforeAll(async () => {
  await hook('liveStreamStarted', 'live', 3_000, { streamName: 'Front door' });
  await hook('liveStreamStarted', 'gone', 7_000);
  await hook('liveStreamEnded', 'gone', 4_000);
  await hook('liveStreamEnded', 'just-gone', 10);
});

test('nothing is expected at first', async () => {
  expect((await expected('list')).stdout).toBe(
    `No streams are expected in ${receiver.url}: npm run expect -- add --help\n`,
  );
});

describe('adding', () => {
  test.each([
    { id: 'live', state: 'live', since: iso(now - 3_000_000), name: 'Front door' },
    { id: 'gone', state: 'missing', since: iso(now - 4_000_000), name: null },
    { id: 'just-gone', state: 'waiting', since: iso(now - 10_000), name: null },
  ])('one that is $state says so', async ({ id, state, since, name }) => {
    expect(await add(`LiveApp/${id}`)).toMatchObject({ app: 'LiveApp', id, name, grace: 300, state, since });
  });

  test('one that was never seen waits since it was added', async () => {
    const { state, since, addedAt } = await add('LiveApp/never');
    expect({ state, since }).toEqual({ state: 'waiting', since: addedAt });
    expect(Date.parse(addedAt)).toBeGreaterThanOrEqual(now);
  });

  test('states in words what it expects', async () => {
    const { stdout } = await expected('add', 'LiveApp/words', '--grace', '30s');
    expect(stdout).toMatch(
      new RegExp(
        `^Expecting LiveApp/words in ${receiver.url}: it is missing once it is not live for longer than 30 s.\nNow: waiting since \\d\\d:\\d\\d:\\d\\d, never live.\n$`,
      ),
    );
  });

  test('again changes the grace, and nothing else', async () => {
    const before = await add('LiveApp/again', '--grace', '1h');
    const { stdout } = await expected('add', 'LiveApp/again', '--grace', '90s');
    expect(stdout).toContain(`LiveApp/again was expected in ${receiver.url} already: it is missing once`);
    expect((await list()).filter(({ id }) => id === 'again')).toEqual([{ ...before, grace: 90 }]);
  });

  test.each([
    { args: ['Any/0/te st?x=1#%2F'], app: 'Any', id: '0/te st?x=1#%2F' },
    { args: ['Any', 'a/b'], app: 'Any', id: 'a/b' },
    { args: ['Live App/..'], app: 'Live App', id: '..' },
  ])('takes any name: $args', async ({ args, app, id }) => {
    expect(await add(...args)).toMatchObject({ app, id });
    expect((await expected('remove', ...args)).code).toBe(0);
  });
});

test('the list has the missing ones first, in words, and JSON in the order of the read API', async () => {
  const { stdout } = await expected('list');
  const lines = stdout.split('\n');
  expect(lines[1]).toMatch(/^missing since .+ +LiveApp\/gone +5 min$/);
  expect(stdout).toMatch(/^waiting, live until .+ +LiveApp\/just-gone +5 min$/m);
  expect(stdout).toMatch(/^waiting since .+, never live +LiveApp\/never +5 min$/m);
  expect(stdout).toMatch(/^live since .+ +LiveApp\/live +Front door +5 min$/m);
  const ofApi = (await receiver.read('/expected')).json.expected;
  expect((await list()).map(({ id }) => id)).toEqual(ofApi.map(({ id }: { id: string }) => id));
});

describe('npm run streams', () => {
  test('shows the missing above the table', async () => {
    const { stdout } = await streams();
    expect(stdout).toMatch(
      /^1 expected stream is missing\nMISSING +STREAM\nmissing since .+ +LiveApp\/gone\n\nSTATUS /,
    );
  });

  test('shows none of another app, and none in JSON', async () => {
    expect((await streams('--app', 'Other')).stdout).toBe('No streams.\n');
    expect(JSON.parse((await streams('--json')).stdout)).toHaveLength(3);
  });

  test('of one stream says whether it is missing', async () => {
    expect((await streams('LiveApp/gone')).stdout).toMatch(/^Expected +missing since .+ \(grace 5 min\)$/m);
    expect((await streams('LiveApp/live')).stdout).toMatch(/^Expected +live since .+ \(grace 5 min\)$/m);
    expect((await streams('LiveApp/gone', '--json')).stdout).not.toContain('missing');
  });

  test('of one that was never seen says that it is expected', async () => {
    const { code, stderr } = await streams('LiveApp/never');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^LiveApp\/never: stream not found at .+; it is expected, and waiting since .+\.\n$/);
  });
});

describe('removing', () => {
  test('one no longer expects it, and keeps the stream', async () => {
    const { stdout } = await expected('remove', 'LiveApp/gone');
    expect(stdout).toBe(`LiveApp/gone is no longer expected in ${receiver.url}.\n`);
    expect((await list()).map(({ id }) => id)).not.toContain('gone');
    expect((await receiver.read('/streams/LiveApp/gone')).status).toBe(200);
  });

  test('prints JSON', async () => {
    await add('LiveApp/json', '--grace', '2m');
    const { stdout } = await expected('remove', 'LiveApp/json', '--json');
    expect(JSON.parse(stdout)).toEqual({ app: 'LiveApp', id: 'json', grace: 120 });
  });

  test('one that is not expected is an error', async () => {
    const { code, stdout, stderr } = await expected('remove', 'LiveApp/gone');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `LiveApp/gone: not expected in ${receiver.url}; npm run expect -- list shows the streams that are.\n`,
    );
  });
});

test.each([
  { args: ['add', 'cam-1'], says: 'received "cam-1", expected APP/ID or APP ID' },
  { args: ['add', '../cam-1'], says: 'received "..", expected the {app} of POST /hooks/{app}/{token}' },
  { args: ['add', '*/cam-1'], says: 'received "*", expected the {app}' },
  { args: ['add', 'a/b', 'cam-1'], says: 'received "a/b", expected the {app}' },
  { args: ['add', `LiveApp/${'x'.repeat(401)}`], says: 'received one of 401 characters, expected at most 400' },
  { args: ['add', 'LiveApp/a\nb'], says: 'without control characters' },
  { args: ['add', 'LiveApp/cam-1', '--grace', '0s'], says: 'such as 10m or 90d' },
  { args: ['add', 'LiveApp/cam-1', '--grace', '5'], says: 'such as 10m or 90d' },
  { args: ['add'], says: "missing required argument 'app/id'" },
  { args: ['ad', 'LiveApp/cam-1'], says: "unknown command 'ad'" },
])('expect $args is refused', async ({ args, says }) => {
  const before = await list();
  const { code, stdout, stderr } = await expected(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(await list()).toEqual(before);
});

test('control characters do not reach the terminal', async () => {
  await hook('liveStreamStarted', 'hostile', 5, { streamName: '\x1b[2J' });
  await add('LiveApp/hostile');
  expect((await expected('list')).stdout).toContain('\\u001b[2J');
});

test('simulate --clean forgets what is expected of a simulated stream', async () => {
  const id = streamIdOf('live', createRunId(now), 0);
  await withTable(async (_table, client) => {
    await hook('liveStreamStarted', id, 5);
    await add(`LiveApp/${id}`);
    const { streams: forgotten } = await forgetSimulated(
      { client, name: STREAMS_TABLE, notifications: undefined },
      Date.now(),
    );
    expect(forgotten).toEqual([{ app: 'LiveApp', id }]);
  });
  expect((await list()).map((stream) => stream.id)).not.toContain(id);
});

test('more than the maximum are refused; the grace of one may still be changed', async () => {
  const ids = Array.from({ length: MAX_EXPECTED - (await list()).length }, (_, n) => `many-${n}`);
  await withTable((table) =>
    Promise.all(ids.map((id) => plantExpected(table, buildExpected({ id, app: 'Many', addedAt: now })))),
  );
  const { code, stderr } = await expected('add', 'LiveApp/one-more');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^LiveApp\/one-more: 1000 streams are expected already, expected at most 1000: .+ makes room\.\n$/,
  );
  expect(await add('Many/many-0', '--grace', '7m')).toMatchObject({ grace: 420 });
  await withTable((table) => Promise.all(ids.map((id) => table.delete(expectedKey('Many', id)))));
});

describe('the process', () => {
  let cloudFormation: FakeCloudFormation;
  beforeAll(async () => {
    const outputs = { StreamsTableName: STREAMS_TABLE, TokensTableName: 'tokens', ApiUrl: 'https://api.example.com/' };
    cloudFormation = await startFakeCloudFormation((_action, stack) =>
      stack === 'Hooks' ? stackDescription(stack, outputs) : stackNotFound(stack),
    );
  });
  afterAll(() => cloudFormation.close());

  test('--stack selects the table of a deployed stack', async () => {
    const { origin, username } = new URL(readRunningFile(DATA_DIR)?.dynamodb ?? '');
    const env = { ...cloudFormation.env, AWS_ENDPOINT_URL_DYNAMODB: origin, AWS_ACCESS_KEY_ID: username };
    const { stdout, stderr } = await run('expect', ['add', 'LiveApp/deployed', '--stack', 'Hooks'], env);
    expect(stderr).toBe('');
    expect(stdout).toContain('Expecting LiveApp/deployed in the stack Hooks: it is missing once');
    expect((await list()).map(({ id }) => id)).toContain('deployed');
  });

  test('an unknown stack is one line', async () => {
    const { code, stdout, stderr } = await run('expect', ['list', '--stack', 'Other'], cloudFormation.env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^There is no stack Other in this account and region.*\n$/);
  });
});
