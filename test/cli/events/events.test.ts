import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createEventsCommand } from '../../../cli/events/events-command.ts';
import { ReceiverUnderTest } from '../../local/use-receiver.ts';
import { type CommandResult, start } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';
import { readEnvelopes } from './read-envelopes.ts';
import { Sink, statuses } from './sink.ts';

const folder = useTempFolder('events');
const NOW = Date.now();

/** Enough for a busy machine, in ms. */
const eventually = { timeout: 30_000, interval: 50 };

const hooks = {
  started: { action: 'liveStreamStarted', id: 'cam-1', streamName: 'Yard', timestamp: NOW },
  recorded: { action: 'vodReady', id: 'cam-1', vodId: 'vod-1', timestamp: NOW + 1 },
  ended: { action: 'liveStreamEnded', id: 'cam-1', timestamp: NOW + 2_000 },
};

async function startReceiver(dataDir: string): Promise<ReceiverUnderTest> {
  const receiver = new ReceiverUnderTest();
  await receiver.start(dataDir);
  onTestFinished(() => receiver.close());
  return receiver;
}

/** Runs the command in this process until it has printed so many lines. */
async function followUntilPrinted(lines: number, args: readonly string[], DATA_DIR: string, isTerminal = false) {
  const ending = new AbortController();
  const deps = { signal: ending.signal, isTerminal, note: () => {} };
  const ended = runInProcess(createEventsCommand(deps), ['--follow', ...args], { DATA_DIR });
  await expect.poll(() => vi.mocked(console.log).mock.calls.length, eventually).toBe(lines); // runInProcess mocks it
  ending.abort();
  return ended;
}

/** Starts the command as a process, and waits until it follows. */
async function follow(args: readonly string[], DATA_DIR: string, env: NodeJS.ProcessEnv = {}) {
  const command = start('events', ['--follow', ...args], { DATA_DIR, ...env });
  onTestFinished(() => void command.child.kill('SIGKILL'));
  await expect.poll(() => command.output.stderr, eventually).toContain('Ctrl-C');
  return command;
}

const typesIn = ({ stdout }: Pick<CommandResult, 'stdout'>) => readEnvelopes(stdout).map((each) => each['detail-type']);

describe('npm run events -- --follow', () => {
  test('prints an envelope a line, from now on, and ends with 0', async () => {
    const dataDir = join(folder, 'process');
    const receiver = await startReceiver(dataDir);
    await receiver.postHook('LiveApp', { ...hooks.started, id: 'before' });
    const { child, output, ended } = await follow([], dataDir);
    await receiver.postHook('LiveApp', hooks.started);
    await receiver.postHook('LiveApp', hooks.ended);
    await expect.poll(() => typesIn(output), eventually).toEqual(['Stream Started', 'Stream Ended']);
    expect(Object.keys(readEnvelopes(output.stdout)[0] ?? {})).toEqual(['source', 'detail-type', 'time', 'detail']);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, stderr: `Following ${receiver.url}. Ctrl-C ends this.\n` });
  });

  test('outlives the receiver, and forwards in order what it announces after a restart', async () => {
    const dataDir = join(folder, 'restart');
    const sink = await Sink.start(statuses(200, 503, 200));
    const receiver = await startReceiver(dataDir);
    const { child, output, ended } = await follow(['--forward', sink.url], dataDir);
    await receiver.postHook('LiveApp', hooks.started);
    await receiver.close();
    const again = await startReceiver(dataDir);
    await again.postHook('LiveApp', hooks.ended);
    await expect.poll(() => sink.requests.length, eventually).toBe(3);
    const [first, second] = readEnvelopes(output.stdout);
    expect(sink.bodies).toEqual([first, second, second]);
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Stream Ended of LiveApp\/cam-1: http:\S+ answered 503 in \d+ ms, again in 100 ms$/m);
  });
});

describe('what it prints', () => {
  test('begins with --since, and is what the filters let pass', async () => {
    const dataDir = join(folder, 'since');
    const receiver = await startReceiver(dataDir);
    for (const hook of [hooks.started, hooks.recorded, hooks.ended]) await receiver.postHook('LiveApp', hook);
    await receiver.postHook('Other', hooks.started);
    const all = ['Stream Started', 'Recording Ready', 'Stream Ended', 'Stream Started'];
    expect(typesIn(await followUntilPrinted(4, ['--since', '10m'], dataDir))).toEqual(all);
    const ofApp = await followUntilPrinted(3, ['--since', '10m', '--app', 'LiveApp'], dataDir);
    expect(readEnvelopes(ofApp.stdout).map(({ detail }) => detail.app)).toEqual(['LiveApp', 'LiveApp', 'LiveApp']);
    const types = ['--type', 'Recording Ready', 'Stream Ended'];
    expect(typesIn(await followUntilPrinted(2, ['--since', '10m', ...types], dataDir))).toEqual(all.slice(1, 3));
  });

  test('is text for people on a terminal, unless --json', async () => {
    const dataDir = join(folder, 'text');
    const receiver = await startReceiver(dataDir);
    await receiver.postHook('LiveApp', hooks.started);
    const text = await followUntilPrinted(1, ['--since', '10m'], dataDir, true);
    expect(text.stdout).toMatch(/^\S+ {2}Stream Started {4}LiveApp\/cam-1 {15} {2}Yard {2}live, start \S+\n$/);
    expect(typesIn(await followUntilPrinted(1, ['--since', '10m', '--json'], dataDir, true))).toEqual([
      'Stream Started',
    ]);
  });
});

describe('it is refused', () => {
  const refuse = (...args: string[]) => {
    const deps = { signal: AbortSignal.abort(), isTerminal: false, note: () => {} };
    return runInProcess(createEventsCommand(deps), args, { DATA_DIR: join(folder, 'nothing') });
  };

  test.each([
    { what: 'without --follow', args: ['--app', 'LiveApp'], says: 'Received no --follow, expected it' },
    {
      what: 'for a folder without a database',
      args: ['--follow'],
      says: 'which holds no database; expected the folder',
    },
    {
      what: 'for an unknown type',
      args: ['--follow', '--type', 'Stream Stopped'],
      says: 'Allowed choices are Stream Started',
    },
    { what: 'for no duration', args: ['--follow', '--since', 'yesterday'], says: 'Expected a whole number' },
    { what: 'for no URL', args: ['--follow', '--forward', 'me:secret'], says: '--forward: received another text' },
    { what: 'with --since and --stack', args: ['--follow', '--since', '1m', '--stack', 'S'], says: 'stores nothing' },
  ])('$what', async ({ args, says }) => {
    const { code, stdout, stderr } = await refuse(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('secret');
  });

  test('for a receiver that stores nothing', async () => {
    const deps = { signal: AbortSignal.abort(), isTerminal: false, note: () => {} };
    const { code, stderr } = await runInProcess(createEventsCommand(deps), ['--follow'], { DATA_DIR: ':memory:' });
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('stores nothing') });
  });
});

test('it waits for a receiver that is down, and says so once', async () => {
  const dataDir = join(folder, 'down');
  await (await startReceiver(dataDir)).close();
  const { child, output, ended } = await follow([], dataDir);
  const receiver = await startReceiver(dataDir);
  await receiver.postHook('LiveApp', hooks.started);
  await expect.poll(() => typesIn(output), eventually).toEqual(['Stream Started']);
  child.kill('SIGTERM');
  const stderr = `No receiver runs on ${dataDir}: waiting for npm start. Ctrl-C ends this.\n`;
  expect(await ended).toMatchObject({ code: 0, stderr });
});

test('it says so when the settings switch announcements off', async () => {
  const dataDir = join(folder, 'off');
  await startReceiver(dataDir);
  const SETTINGS = join(folder, 'off.json');
  writeFileSync(SETTINGS, '{"announcements":false}');
  const { child, ended } = await follow([], dataDir, { SETTINGS });
  child.kill('SIGTERM');
  expect((await ended).stderr).toContain(`The setting announcements is off in ${SETTINGS}: a receiver with these`);
});

test('it ends with 0 when nobody reads its output any more', async () => {
  const dataDir = join(folder, 'head');
  const receiver = await startReceiver(dataDir);
  const { child, ended } = await follow([], dataDir);
  child.stdout.destroy();
  await receiver.postHook('LiveApp', hooks.started);
  expect((await ended).code).toBe(0);
});
