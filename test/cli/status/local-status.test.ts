import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createNotifyCommand } from '../../../cli/notify/notify-command.ts';
import { createStatusCommand } from '../../../cli/status/status-command.ts';
import { createTokensCommand } from '../../../cli/tokens/tokens-command.ts';
import { toMessage } from '../../../lambda/hook/message.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { readSettings } from '../../../lib/settings/read-settings.ts';
import { FileDeferredStore } from '../../../local/deferred/file-deferred-store.ts';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { measureWidth } from '../../../terminal/truncate.ts';
import { buildHookRequest } from '../../hook/hook-request.builder.ts';
import { expectStream } from '../../local/expect-stream.ts';
import { presumeEnd } from '../../local/presume-end.ts';
import { refuse } from '../../local/refuse.ts';
import { withTableOf } from '../../local/streams-table.ts';
import { useSinks } from '../../notifying/use-sinks.ts';
import { run } from '../../run.ts';
import { buildEvent } from '../../table/event.builder.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';

const folder = useTempFolder('status');
const startSink = useSinks();
/** Would write backwards, and is longer than a line. */
const HOSTILE = `cam-\u202e${'9'.repeat(200)}`;
/** Enough for a sweep or a delivery on a busy machine, in ms. */
const eventually = { timeout: 20_000, interval: 100 };
const MINUTE_MS = 60_000;

/** Runs the command, whose exit code is the answer or that of an error. */
async function status(args: readonly string[], env: NodeJS.ProcessEnv) {
  let answer = 0;
  const command = createStatusCommand((code) => {
    answer = code;
  });
  const result = await runInProcess(command, args, { STREAMS_URL: undefined, STREAMS_TOKEN: undefined, ...env });
  return { ...result, code: result.code || answer };
}

/** The options of a receiver on some port. */
const quiet = { port: 0, host: '127.0.0.1', log: () => {} };

/** Leaves a hook in the deferred store of a folder; `receivedAt` is in ms since the epoch. */
async function deferHook(dataDir: string, receivedAt: number): Promise<void> {
  const fields = { action: 'liveStreamStarted', id: 'cam-1' };
  const store = await FileDeferredStore.open(dataDir);
  await store.defer({ message: toMessage(buildHookRequest({ fields, receivedAt, requestId: 'r' })) });
}

/** Starts a receiver that counts its streams all the time. */
function startCounting(dataDir: string, settings = readSettings({})): Promise<Receiver> {
  const sweepPolicy = { sweepMs: 100, presumeEndedMs: 0 };
  return startReceiver({ ...quiet, dataDir, settings, sweepPolicy });
}

const poster =
  ({ url, token }: Receiver) =>
  (action: string, id: string, fields: object = {}, app = 'LiveApp') =>
    fetch(`${url}/hooks/${app}/${token}`, { method: 'POST', body: JSON.stringify({ action, id, ...fields }) });

describe('a receiver with every kind of trouble', () => {
  const DATA_DIR = mkdtempSync(join(folder, 'trouble-'));
  let receiver: Receiver;
  const json = async () => JSON.parse((await status(['--json'], { DATA_DIR })).stdout);

  beforeAll(async () => {
    receiver = await startCounting(DATA_DIR);
    const hook = poster(receiver);
    const now = Date.now();
    const ahead = () => Date.now() + 4 * MINUTE_MS + 400; // rounded, also when a hook takes long
    await hook('liveStreamStarted', 'cam-1', { timestamp: ahead() });
    await hook('liveStreamStatus', 'cam-1', { timestamp: ahead() });
    await hook('endpointFailed', 'cam-1', { metadata: { 'rtmp-url': 'rtmp://a.b/live2/KEY' } });
    await hook('liveStreamStarted', 'cam-2', { timestamp: ahead() });
    await hook('liveStreamStarted', 'ended', { timestamp: now - 2_000 });
    await hook('liveStreamEnded', 'ended', { timestamp: now - 1_000 });
    await hook('liveStreamStarted', 'silent', { timestamp: now - 3_000 });
    await presumeEnd(DATA_DIR, { id: 'silent', at: now - 2_000, receivedAt: now + MINUTE_MS });
    const old = now - 10 * MINUTE_MS;
    const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });
    await withTableOf(DATA_DIR, async (streams) => {
      for (const action of ['liveStreamStarted', 'liveStreamStatus'])
        await recorder.record(streams, buildEvent({ action, id: 'stale', timestamp: old }, 'LiveApp', old));
    });
    await expectStream(DATA_DIR, { id: 'gone' });
    await refuse(DATA_DIR, { id: 'cam-9', count: 3 }, { id: HOSTILE, reason: 'expired', count: 2 });
    writeFileSync(join(DATA_DIR, 'dead-letters', '1-a-100.jsonl'), 'one\ntwo\n');
    await vi.waitFor(
      async () => expect((await json()).counts).toMatchObject({ live: 3, stale: 1, missing: 1, failing: 1 }),
      eventually,
    );
  });
  afterAll(() => receiver.close());

  test('needs a look, and says at what first', async () => {
    const { code, stdout, stderr } = await status([], { DATA_DIR });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^Needs a look: 1 expected stream is missing, 1 stream is stale, 1 stream had an error, 2 events are dead letters\.\nthe folder /); // biome-ignore format: a row
    expect(stdout).toMatch(/^Streams +3 live \(1 stale\), 1 missing, 1 presumed ended, 1 failing, 1 ended in the last hour\n +as of \d\d:\d\d:\d\d$/m); // biome-ignore format: a row
    expect(stdout).toMatch(/^Deferred +no event waits, 2 dead letters$/m);
    expect(stdout).toMatch(/^Errors +1 stream in the last hour\n +LiveApp\/cam-1 {2}\d\d:\d\d:\d\d endpointFailed rtmp:\/\/a\.b\/live2\/\*\*\*$/m); // biome-ignore format: a row
    expect(stdout).toMatch(/^Refused +5 times in the last hour\n +LiveApp\/cam-9 {2}publisher 3 times: it had no key, last \d\d:\d\d\n/m); // biome-ignore format: a row
    expect(stdout).toMatch(/^Announcements +the last one was stored \d+ s ago/m);
    expect(stdout).toMatch(/^Alarms +This machine has no alarms/m);
  });

  test('says in words that the clock of the machine is ahead', async () => {
    const { stdout } = await status([], { DATA_DIR });
    expect(stdout).toMatch(
      /^Last hook +\d+ s ago \(.+\)\n +127\.0\.0\.1 {2}its clock is 4 min ahead, 2 live, last hook \d+ s ago$/m,
    );
  });

  test('lets no control character reach the terminal, and no line of foreign text be wider than it', async () => {
    const { stdout } = await status([], { DATA_DIR });
    expect(stdout).toMatch(/^ +LiveApp\/cam-\\.*…9+ {2}publisher 2 times: .+, last \d\d:\d\d$/m);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
    for (const line of stdout.split('\n').filter((each) => each.includes('LiveApp')))
      expect(measureWidth(line)).toBeLessThanOrEqual(100);
  });

  test('--json has every part, and why one is missing', async () => {
    const { stdout, code } = await status(['--json'], { DATA_DIR });
    expect(code).toBe(1);
    expect(Date.parse(JSON.parse(stdout).hooks.lastAt)).toBeLessThanOrEqual(Date.now()); // that of a hook, not of the presumed end
    expect(JSON.parse(stdout)).toMatchObject({
      receiver: `the folder ${DATA_DIR}`,
      exitCode: 1,
      concerns: expect.arrayContaining(['1 stream is stale', '2 events are dead letters']),
      unreadable: [],
      absent: { alarms: expect.any(String) },
      alarms: null,
      counts: { live: 3, stale: 1, missing: 1, failing: 1, endedLastHour: 1, apps: [{ app: 'LiveApp' }] },
      hooks: {
        nodes: [{ address: '127.0.0.1', live: 2, clock: 'its clock is 4 min ahead' }, { live: 1 }],
        more: false,
      },
      deferred: { waiting: 0, deadLetters: 2 },
      announcements: { oldestMs: null, lastAt: expect.any(String) },
      notifications: { queued: null, waiting: 0, deadLetters: 0, recipients: [], unreadable: [] },
      errors: { streams: [{ app: 'LiveApp', id: 'cam-1', kind: 'endpointFailed', detail: 'rtmp://a.b/live2/***' }] },
      refusals: { count: 5, sums: [{ reason: expect.any(String) }, { reason: expect.any(String) }] },
    });
  });

  test('by its URL only the read API is asked, and that is no fault', async () => {
    const { code, stdout } = await status(['--url', receiver.url, '--token', receiver.token], {});
    expect(code).toBe(1);
    expect(stdout).not.toContain('could not be read');
    expect(stdout).toMatch(/^Deferred +Not in the read API: --stack NAME/m);
  });

  test('a token that may not read is a reason once, and hides nothing else', async () => {
    const { code, stdout } = await status(['--token', 'wrong'], { DATA_DIR });
    expect(code).toBe(1); // for its dead letters
    expect(stdout).toMatch(/^Streams +could not be read$/m);
    expect(stdout).toMatch(/^Deferred +no event waits, 2 dead letters$/m);
    expect(stdout).toMatch(/^Streams, Last hook, Errors, Refused: .+ rejected the token \(401\)/m);
  });
});

test('a recipient that takes nothing needs a look, and is named with what waits for it', async ({ onTestFinished }) => {
  const DATA_DIR = mkdtempSync(join(folder, 'failing-'));
  const receiver = await startCounting(DATA_DIR);
  onTestFinished(() => receiver.close());
  const sink = await startSink(() => 500);
  await runInProcess(createNotifyCommand(), ['set', 'ops', '--to', sink.url, '--allow-private'], { DATA_DIR });
  await poster(receiver)('liveStreamStarted', 'cam-1');
  const notifications = async () => JSON.parse((await status(['--json'], { DATA_DIR })).stdout).notifications;
  await expect
    .poll(async () => (await notifications()).recipients, eventually)
    .toMatchObject([{ failingSince: expect.any(String) }]);
  const { code, stdout } = await status([], { DATA_DIR });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Needs a look: 1 recipient takes no notifications\.\n/);
  expect(stdout).toMatch(
    /^Notifications +1 notification waits, no dead letters\n +ops {2}1 waiting, no dead letters, failing since .+$/m,
  );
});

test('a token of one app answers for that app only, and the screen says so', async ({ onTestFinished }) => {
  const DATA_DIR = mkdtempSync(join(folder, 'apps-'));
  const receiver = await startCounting(DATA_DIR);
  onTestFinished(() => receiver.close());
  for (const app of ['LiveApp', 'Other']) await poster(receiver)('liveStreamStarted', 'cam-1', {}, app);
  const scope = ['--scope', 'read', '--app', 'LiveApp'];
  const { stdout: created } = await runInProcess(createTokensCommand(), ['create', '--json', ...scope], { DATA_DIR });
  const { secret } = JSON.parse(created);
  expect((await status([], { DATA_DIR })).stdout).toMatch(/^the folder .+\nstreams of the apps LiveApp, Other\n\n/m);
  expect((await status(['--token', secret], { DATA_DIR })).stdout).toMatch(/^the folder .+\nstreams of the app LiveApp: --token sees no other app\n\n/m); // biome-ignore format: a row
  expect(JSON.parse((await status(['--token', secret, '--json'], { DATA_DIR })).stdout).apps).toEqual(['LiveApp']);
});

test('where events are not listed the last hook is that of the live streams, and the screen says so', async ({
  onTestFinished,
}) => {
  const DATA_DIR = mkdtempSync(join(folder, 'unlisted-'));
  const receiver = await startCounting(DATA_DIR, readSettings({ byDay: false }));
  onTestFinished(() => receiver.close());
  await poster(receiver)('liveStreamStarted', 'cam-1');
  const { stdout } = await status([], { DATA_DIR });
  expect(stdout.replaceAll(/\n +/g, ' ')).toMatch(/^Last hook +\d+ s ago \(.+\), of live streams only, as events are not listed: the setting byDay is off 127\.0\.0\.1 {2}1 live, last hook \d+ s ago/m); // biome-ignore format: a row
  expect(JSON.parse((await status(['--json'], { DATA_DIR })).stdout).hooks.unlisted).toBe('the setting byDay is off');
});

test('where the settings of this machine have no sweeps, nothing is counted, and that needs no look', async ({
  onTestFinished,
}) => {
  const DATA_DIR = mkdtempSync(join(folder, 'unswept-'));
  const receiver = await startReceiver({ ...quiet, dataDir: DATA_DIR, sweepPolicy: { sweepMs: 0, presumeEndedMs: 0 } });
  onTestFinished(() => receiver.close());
  await poster(receiver)('liveStreamStarted', 'cam-1');
  const SETTINGS = join(DATA_DIR, 'settings.json');
  writeFileSync(SETTINGS, '{"sweepMinutes": 0}');
  const unswept = /^All is well\.\n(.+\n)+\nAlarms.+\nStreams +1 live, not counted: the setting sweepMinutes is 0\n/;
  expect((await status([], { DATA_DIR, SETTINGS })).stdout).toMatch(unswept);
  expect((await status([], { DATA_DIR, SWEEP_SECONDS: '0' })).stdout).toMatch(unswept);
  expect((await status([], { DATA_DIR })).stdout).toMatch(/^Streams +1 live, not counted yet$/m);
});

test('a receiver that is well says so, with exit code 0, also as a process', async () => {
  const DATA_DIR = mkdtempSync(join(folder, 'well-'));
  const receiver = await startCounting(DATA_DIR);
  const now = Date.now();
  await poster(receiver)('liveStreamStarted', 'cam-1', { timestamp: now });
  const { code, stdout, stderr } = await run('show-status', [], { DATA_DIR, STREAMS_URL: '' });
  await receiver.close();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^All is well\.\n/);
});

describe('it could not look: exit code 2', () => {
  test('while no receiver runs, events that wait are counted nevertheless', async () => {
    const DATA_DIR = mkdtempSync(join(folder, 'stopped-'));
    await (await startCounting(DATA_DIR)).close();
    await deferHook(DATA_DIR, Date.now());
    const { code, stdout } = await status([], { DATA_DIR });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^It could not look: No receiver runs on this machine .+: start one with npm start, .+\nthe folder /); // biome-ignore format: a row
    expect(stdout).toMatch(/^Streams +could not be read$/m);
    expect(stdout).toMatch(/^Deferred +1 event waits, no dead letters$/m);
    expect(stdout.match(/No receiver runs/g)).toHaveLength(1);
  });

  test('but an event that has waited for long needs a look', async () => {
    const DATA_DIR = mkdtempSync(join(folder, 'waiting-'));
    await (await startCounting(DATA_DIR)).close();
    await deferHook(DATA_DIR, Date.now() - 2 * 60 * MINUTE_MS);
    const { code, stdout } = await status([], { DATA_DIR });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Needs a look: a deferred event has waited 2 h\b/);
    expect(stdout).toMatch(/^Deferred +1 event waits, the oldest for 2 h\b.*, no dead letters$/m);
    expect(stdout).toMatch(/^Streams, Last hook, Notifications, Errors, Refused: No receiver runs on this machine/m);
  });

  test('an option that it does not know, as a process', async () => {
    const { code, stdout, stderr } = await run('show-status', ['--what'], {});
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("unknown option '--what'");
  });

  test('a folder that does not exist, as a process', async () => {
    const { code, stdout, stderr } = await run('show-status', [], {
      DATA_DIR: join(folder, 'nowhere'),
      STREAMS_URL: '',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^Nothing could be read of the folder .+\. No receiver runs on this machine .+ DATA_DIR: received ".+", which does not exist/,
    );
  });
});
