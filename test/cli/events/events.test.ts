import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createEventsCommand } from '../../../cli/events/events-command.ts';
import { ReceiverUnderTest, useReceiver } from '../../local/use-receiver.ts';
import { start } from '../../run.ts';
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

/** Of the tests that neither stop it nor look at all that it announced. */
const sharedDir = join(folder, 'shared');
const shared = useReceiver(sharedDir);

async function startReceiver(dataDir: string): Promise<ReceiverUnderTest> {
  const receiver = new ReceiverUnderTest();
  await receiver.start(dataDir);
  onTestFinished(() => receiver.close());
  return receiver;
}

/** Runs the command in this process, and waits until it follows. */
async function follow(args: readonly string[], env: NodeJS.ProcessEnv, isTerminal = false) {
  const ending = new AbortController();
  const notes: string[] = [];
  const note = (line: string) => void notes.push(line);
  const deps = { signal: ending.signal, isTerminal, note };
  const ended = runInProcess(createEventsCommand(deps), ['--follow', ...args], env);
  const end = async () => {
    ending.abort();
    return { ...(await ended), notes };
  };
  onTestFinished(() => void end());
  await expect.poll(() => notes.join(' '), eventually).toContain('Ctrl-C');
  const print = vi.mocked(console.log); // runInProcess mocks it
  return { end, notes, printed: () => print.mock.calls.map(([line]) => `${line}\n`).join('') };
}

/** Runs the command in this process until it has printed so many lines. */
async function followUntilPrinted(lines: number, args: readonly string[], DATA_DIR: string, isTerminal = false) {
  const { end, printed } = await follow(args, { DATA_DIR }, isTerminal);
  await expect.poll(() => printed().split('\n').length - 1, eventually).toBe(lines);
  return end();
}

/** Starts the command as a process, and waits until it follows the shared receiver. */
async function followAsProcess() {
  const command = start('events', ['--follow'], { DATA_DIR: sharedDir });
  onTestFinished(() => void command.child.kill('SIGKILL'));
  await expect.poll(() => command.output.stderr, eventually).toContain('Ctrl-C');
  return command;
}

const typesIn = (stdout: string) => readEnvelopes(stdout).map((each) => each['detail-type']);

describe('npm run events -- --follow, as a process,', () => {
  test('prints an envelope a line, from now on; a signal, and the end of its reader, end it with 0', async () => {
    await shared.postHook('LiveApp', { ...hooks.started, id: 'before' });
    const followers = await Promise.all([followAsProcess(), followAsProcess(), followAsProcess()]);
    const [interrupted, terminated, unread] = followers;
    unread.child.stdout.destroy();
    await shared.postHook('LiveApp', hooks.started);
    await shared.postHook('LiveApp', hooks.ended);
    for (const { output } of [interrupted, terminated])
      await expect.poll(() => typesIn(output.stdout), eventually).toEqual(['Stream Started', 'Stream Ended']);
    const [first = expect.fail('no envelope')] = readEnvelopes(interrupted.output.stdout);
    expect(Object.keys(first)).toEqual(['source', 'detail-type', 'time', 'detail']);
    interrupted.child.kill('SIGINT');
    terminated.child.kill('SIGTERM');
    const stderr = `Following ${shared.url}. Ctrl-C ends this.\n`;
    for (const { ended } of followers) expect(await ended).toMatchObject({ code: 0, stderr });
  });
});

test('it outlives the receiver, and forwards in order what it announces after a restart', async () => {
  const dataDir = join(folder, 'restart');
  const sink = await Sink.start(statuses(200, 503, 200));
  const receiver = await startReceiver(dataDir);
  const { end } = await follow(['--forward', sink.url], { DATA_DIR: dataDir });
  await receiver.postHook('LiveApp', hooks.started);
  await receiver.close();
  const again = await startReceiver(dataDir);
  await again.postHook('LiveApp', hooks.ended);
  await expect.poll(() => sink.requests.length, eventually).toBe(3);
  const { code, stdout, notes } = await end();
  const [first, second] = readEnvelopes(stdout);
  expect([code, sink.bodies]).toEqual([0, [first, second, second]]);
  expect(notes.join('\n')).toMatch(
    /^Stream Ended of LiveApp\/cam-1: http:\S+ answered 503 in \d+ ms, again in 100 ms$/m,
  );
});

describe('what it prints', () => {
  test('begins with --since, and is what the filters let pass', async () => {
    const dataDir = join(folder, 'since');
    const receiver = await startReceiver(dataDir);
    for (const hook of [hooks.started, hooks.recorded, hooks.ended]) await receiver.postHook('LiveApp', hook);
    await receiver.postHook('Other', hooks.started);
    const all = ['Stream Started', 'Recording Ready', 'Stream Ended', 'Stream Started'];
    const unfiltered = await followUntilPrinted(4, ['--since', '10m'], dataDir);
    expect(typesIn(unfiltered.stdout)).toEqual(all);
    const ofApp = await followUntilPrinted(3, ['--since', '10m', '--app', 'LiveApp'], dataDir);
    expect(readEnvelopes(ofApp.stdout).map(({ detail }) => detail.app)).toEqual(['LiveApp', 'LiveApp', 'LiveApp']);
    const types = ['--type', 'Recording Ready', 'Stream Ended'];
    const ofTypes = await followUntilPrinted(2, ['--since', '10m', ...types], dataDir);
    expect(typesIn(ofTypes.stdout)).toEqual(all.slice(1, 3));
  });

  test('is text for people on a terminal, unless --json', async () => {
    await shared.postHook('Text', hooks.started);
    const options = ['--since', '10m', '--app', 'Text'];
    const text = await followUntilPrinted(1, options, sharedDir, true);
    expect(text.stdout).toMatch(/^\S+ {2}Stream Started {4}Text\/cam-1 {18} {2}live, start (\d+ \w+ )?\S+ {2}Yard\n$/);
    const json = await followUntilPrinted(1, [...options, '--json'], sharedDir, true);
    expect(typesIn(json.stdout)).toEqual(['Stream Started']);
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
  const { end, printed } = await follow([], { DATA_DIR: dataDir });
  const receiver = await startReceiver(dataDir);
  await receiver.postHook('LiveApp', hooks.started);
  await expect.poll(() => typesIn(printed()), eventually).toEqual(['Stream Started']);
  const notes = [`No receiver runs on ${dataDir}: waiting for npm start. Ctrl-C ends this.`];
  expect(await end()).toMatchObject({ code: 0, notes });
});

test('it says so when the settings switch announcements off', async () => {
  const SETTINGS = join(folder, 'off.json');
  writeFileSync(SETTINGS, '{"announcements":false}');
  const { end } = await follow([], { DATA_DIR: sharedDir, SETTINGS });
  const { notes } = await end();
  expect(notes[1]).toContain(`The setting announcements is off in ${SETTINGS}: a receiver with these`);
});
