import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Outbox } from '../../../lambda/notifying/outbox/outbox.ts';
import { createRow } from '../../../lambda/table/rows/refusal-rows.ts';
import { Table } from '../../../lambda/table/table.ts';
import { readRunningFile } from '../../../local/data-dir/data-dir.ts';
import { findRunningReceiver } from '../../../local/data-dir/find-running-receiver.ts';
import { connect } from '../../../local/database/database.ts';
import { NOTIFICATIONS_TABLE, STREAMS_TABLE } from '../../../local/database/embedded-tables.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { buildStarted } from '../../notifying/delivered-announcement.builder.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { stackDescription, stackNotFound, startFakeCloudFormation } from '../fake-cloud-formation.ts';

const DATA_DIR = useTempFolder('forget');
const receiver = useReceiver(DATA_DIR);
const started = (id: string) => receiver.postHook('LiveApp', { action: 'liveStreamStarted', id });
const statusOf = async (id: string) =>
  (await receiver.read(`/stream?${new URLSearchParams({ app: 'LiveApp', id })}`)).status;
const forget = (...args: string[]) => run('streams', ['forget', ...args], { DATA_DIR });

test.concurrent.each([
  { args: ['LiveApp/cam-1'], id: 'cam-1' },
  { args: ['LiveApp/0/te st?x=1'], id: '0/te st?x=1' },
  { args: ['LiveApp', 'a/b'], id: 'a/b' },
])('$args is removed, and the output says what was removed and what remains', async ({ args, id }) => {
  await started(id);
  await started('stays');
  const { code, stdout } = await forget(...args, '--yes');
  expect(code).toBe(0);
  expect(stdout).toBe(
    `Forgot LiveApp/${id} in ${receiver.url}: 2 rows (lifecycle 1, state 1).\nBackups and logs remain. A later hook creates the stream again.\n`,
  );
  expect([await statusOf(id), await statusOf('stays')]).toEqual([404, 200]);
  await started(id);
  expect(await statusOf(id)).toBe(200);
});

test.concurrent('--json counts the rows of every class', async () => {
  await started('cam-2');
  const { stdout } = await forget('LiveApp/cam-2', '--yes', '--json');
  const none = {
    presumed: 0,
    recording: 0,
    track: 0,
    other: 0,
    health: 0,
    copy: 0,
    expected: 0,
    notification: 0,
    refusal: 0,
  };
  const removed = { ...none, state: 1, lifecycle: 1 };
  expect(JSON.parse(stdout)).toEqual({ app: 'LiveApp', id: 'cam-2', removed });
});

test.concurrent('a stream that is expected, and was never seen, is removed', async () => {
  expect((await run('expect', ['add', 'LiveApp/awaited'], { DATA_DIR })).code).toBe(0);
  const { stdout } = await forget('LiveApp/awaited', '--yes');
  expect(stdout).toContain(`Forgot LiveApp/awaited in ${receiver.url}: 1 row (expected 1).`);
  expect((await receiver.read('/expected')).json.expected).toEqual([]);
});

test.concurrent('a stream that was only refused is removed', async () => {
  const client = connect((await findRunningReceiver(DATA_DIR))?.dynamodb ?? '');
  const refusal = { app: 'LiveApp', id: 'refused', use: 'publish', reason: 'noKey', at: Date.now() } as const;
  const { key, update } = createRow(refusal, 30);
  await new Table(client, STREAMS_TABLE).update(key, update);
  client.destroy();
  const { stdout } = await forget('LiveApp/refused', '--yes');
  expect(stdout).toContain(`Forgot LiveApp/refused in ${receiver.url}: 1 row (refusal 1).`);
});

describe.concurrent('nothing is removed', () => {
  beforeAll(() => started('cam-3'));

  test.each([
    { args: ['LiveApp/cam-3'], env: {}, says: 'forget: received --json, or no terminal to ask on: expected --yes' },
    { args: ['LiveApp/cam-3', '--json'], env: {}, says: 'expected --yes' },
    {
      args: ['LiveApp/nope', '--yes'],
      env: {},
      says: 'LiveApp/nope: stream not found in http://127.0.0.1:\\d+; npm run streams lists all streams',
    },
    { args: ['cam-3', '--yes'], env: {}, says: 'received "cam-3", expected APP/ID or APP ID' },
    {
      args: ['LiveApp/cam-3', '--yes'],
      env: { STREAMS_URL: 'https://api.example.com' },
      says: 'received STREAMS_URL.*expected --stack',
    },
  ])('by $args with $env: $says', async ({ args, env, says }) => {
    const { code, stdout, stderr } = await run('streams', ['forget', ...args], { DATA_DIR, ...env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^[^\n]*${says}[^\n]*\n$`));
    expect(await statusOf('cam-3')).toBe(200);
  });

  test('when an option of forget comes before it', async () => {
    const { code, stderr } = await run('streams', ['--json', 'forget', 'LiveApp/cam-3', '--yes'], { DATA_DIR });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Received --json before forget, expected/);
    expect(await statusOf('cam-3')).toBe(200);
  });
});

describe('--stack', () => {
  let cloudFormation: Awaited<ReturnType<typeof startFakeCloudFormation>>;
  beforeAll(async () => {
    const tables = { StreamsTableName: 'streams', TokensTableName: 'tokens', NotificationsTableName: 'notifications' };
    const outputs = { ...tables, ApiUrl: 'https://api.example.com/' };
    cloudFormation = await startFakeCloudFormation((_action, stack) =>
      stack === 'Hooks' ? stackDescription(stack, outputs) : stackNotFound(stack),
    );
  });
  afterAll(() => cloudFormation.close());

  test('selects the tables of a deployed stack', async () => {
    await started('cam-4');
    const endpoint = readRunningFile(DATA_DIR)?.dynamodb ?? '';
    const client = connect(endpoint);
    const outbox = new Outbox(new Table(client, NOTIFICATIONS_TABLE));
    await outbox.add('team', [buildStarted({ id: 'cam-4', at: Date.now() })], Date.now());
    client.destroy();
    const { origin, username } = new URL(endpoint);
    const env = { ...cloudFormation.env, AWS_ENDPOINT_URL_DYNAMODB: origin, AWS_ACCESS_KEY_ID: username };
    const { stdout } = await run('streams', ['forget', 'LiveApp/cam-4', '--yes', '--stack', 'Hooks'], env);
    expect(stdout).toContain('Forgot LiveApp/cam-4 in the stack Hooks: 3 rows (notification 1, lifecycle 1, state 1).');
    expect(await statusOf('cam-4')).toBe(404);
  });
});
