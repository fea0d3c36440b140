import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStreamsCommand } from '../../../cli/streams/streams-command.ts';
import { type Receiver, startReceiver } from '../../../local/start-receiver.ts';
import { measureWidth } from '../../../terminal/truncate.ts';
import { formatTime } from '../../../words/time.ts';
import { presumeEnd } from '../../local/presume-end.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import {
  type FakeCloudFormation,
  stackDescription,
  stackNotFound,
  startFakeCloudFormation,
} from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';

const DATA_DIR = useTempFolder('streams');
const now = Date.now();
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: DATA_DIR, log: () => {} });
  await hook('LiveApp', {
    action: 'liveStreamStarted',
    id: 'cam-1',
    streamName: 'Front door',
    timestamp: now - 30_000,
  });
  await hook('LiveApp', { action: 'liveStreamStatus', id: 'cam-1', width: 1280, height: 720, speed: 1.003 });
  await hook('LiveApp', { action: 'endpointFailed', id: 'cam-1', metadata: { 'rtmp-url': 'rtmp://a.b/live2/KEY' } });
  await hook('LiveApp', { action: 'liveStreamStarted', id: 'cam-2', streamName: hostile, timestamp: now - 300_000 });
  await hook('LiveApp', { action: 'liveStreamStatus', id: 'cam-2', speed: 1, timestamp: now - 200_000 });
  await hook('LiveApp', { action: 'liveStreamStatus', id: 'cam-3', speed: 1, timestamp: now - 5_000 });
  await hook('Rooms', { action: 'liveStreamStarted', id: 'old', timestamp: now - 90_000 });
  await hook('Rooms', { action: 'liveStreamEnded', id: 'old', timestamp: now - 60_000 });
  await hook('Studio', { action: 'liveStreamStarted', id: 'guest', mainTrackId: 'studio', timestamp: now - 900_000 });
  await hook('Rooms', { action: 'vodReady', id: 'old', vodId: 'v1', vodName: 'old.mp4', duration: 94_211 });
  await hook('Rooms', { action: 'subtrackAddedInTheMainTrack', id: 'p1', mainTrackId: 'room-7' });
});
afterAll(async () => {
  await receiver.close();
});

const hostile = '\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\r\nlive LiveApp/fake';
const hook = (app: string, body: object) =>
  fetch(`${receiver.url}/hooks/${app}/${receiver.token}`, { method: 'POST', body: JSON.stringify(body) });
const streams = (...args: string[]) => runInProcess(createStreamsCommand(), args, { DATA_DIR, STREAMS_URL: undefined });
const ids = (stdout: string): string[] => JSON.parse(stdout).map(({ id }: { id: string }) => id);

describe('the table', () => {
  test('states the status of each stream in words, in a line of at most 100 columns', async () => {
    const { stdout, stderr, code } = await run('streams', [], { DATA_DIR }); // a process: the others of this table are calls
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toMatch(/^live +LiveApp\/cam-1 +Front door +.+ +(\d+ min )?\d+ s +1280×720 1.00× +endpointF\S+…$/m);
    expect(stdout).toMatch(/^live \(inferred\) +LiveApp\/cam-3 /m);
    expect(stdout).toMatch(/^live +LiveApp\/cam-2 /m);
    expect(stdout).toMatch(/^ended +Rooms\/old +.+ +30 s$/m);
    expect(stdout).toContain('1 live (inferred), 3 live, 1 ended, 1 unknown');
    for (const line of stdout.split('\n')) expect(measureWidth(line)).toBeLessThanOrEqual(100);
  });

  test.each([
    { args: ['--status', 'ended'], listed: ['old'] },
    { args: ['--app', 'Rooms'], listed: ['old', 'room-7'] },
    { args: ['--limit', '2'], listed: ['cam-3', 'cam-1'] },
    { args: ['--app', 'Nope'], listed: [] },
    { args: ['--status', 'ended, unknown'], listed: ['old', 'room-7'] },
    { args: ['--status', 'failing'], listed: ['cam-1'] },
    { args: ['--status', 'failing,ended'], listed: ['cam-1', 'old'] },
    { args: ['--q', 'FRONT'], listed: ['cam-1'] },
    { args: ['--q', 'endpointfailed', '--status', 'stale,failing'], listed: ['cam-1'] },
    { args: ['--q', 'front', '--status', 'ended'], listed: [] },
    { args: ['--room', 'studio'], listed: ['guest'] },
  ])('$args lists $listed', async ({ args, listed }) => {
    expect(ids((await streams('--json', ...args)).stdout)).toEqual(listed);
    const { stdout } = await streams(...args);
    for (const id of listed) expect(stdout).toContain(`/${id} `);
  });

  test('lets no control character reach the terminal, as text or as JSON', async () => {
    for (const args of [[], ['--json'], ['LiveApp/cam-2'], ['LiveApp/cam-2', '--json']])
      expect((await streams(...args)).stdout).not.toMatch(/(?!\n)[\p{Cc}\u202e]/u);
    const [cam2] = JSON.parse((await streams('--json')).stdout).filter(({ id }: { id: string }) => id === 'cam-2');
    expect(cam2.name).toBe(hostile);
  });
});

describe('one stream', () => {
  test.each([{ args: ['Rooms/old'] }, { args: ['Rooms', 'old'] }])(
    '$args prints everything that is known',
    async ({ args }) => {
      const { stdout } = await streams(...args);
      expect(stdout).toMatch(/^Rooms\/old {2}ended$/m);
      expect(stdout).toContain(`(${new Date(now - 90_000).toISOString()})`);
      expect(stdout).toMatch(/Sessions\n.*\n.+ 30 s +ended$/m);
      expect(stdout).toMatch(/Recordings\n.*\n.+ old.mp4 +1 min 34 s +v1$/m);
      expect(stdout).toMatch(/Last events\n(.*\n)+.* liveStreamEnded +recorded/m);
    },
  );

  test.each(['0/test', '..', 'a?b#c&d=e%2F'])('is found by any id: %s', async (id) => {
    await hook('Any', { action: 'liveStreamStarted', id });
    for (const args of [[`Any/${id}`], ['Any', id]]) {
      const { stdout, stderr } = await streams(...args, '--json');
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toMatchObject({ app: 'Any', id, status: 'live' });
    }
  });

  test('a room lists its tracks, and who joined it', async () => {
    const { stdout } = await streams('Rooms/room-7');
    expect(stdout).toMatch(/Tracks\n.*\np1 +.+ +still there$/m);
    expect(stdout).toMatch(/^.+ subtrackAddedInTheMainTrack +p1 +recorded/m);
  });

  test('a stream lists who watched it', async () => {
    await hook('Rooms', { action: 'playStarted', id: 'stage', subscriberId: 'viewer-1' });
    expect((await streams('Rooms/stage')).stdout).toMatch(/^.+ playStarted +viewer-1 +recorded/m);
  });

  test('a presumed end is one in words, with its cause and what undoes it', async () => {
    const lastBeat = now - 400_000;
    await hook('Quiet', { action: 'liveStreamStarted', id: 'cam-1', timestamp: now - 500_000 });
    await hook('Quiet', { action: 'liveStreamStatus', id: 'cam-1', timestamp: lastBeat });
    await presumeEnd(DATA_DIR, { app: 'Quiet', id: 'cam-1', at: lastBeat });
    const { stdout } = await streams('Quiet/cam-1');
    const since = formatTime(lastBeat, Date.now());
    expect(stdout).toContain(`Quiet/cam-1  presumed ended: no sign since ${since}\n`);
    expect(stdout).toContain('\nIt is live again as soon as a heartbeat or a start arrives.\n');
    expect(stdout).toContain(`\nEnded       ${since} (${new Date(lastBeat).toISOString()}), presumed\n`);
    expect(stdout).toMatch(/Sessions\n.*\n.+ 1 min 40 s +presumed ended: no sign since then$/m);
    expect(stdout).toMatch(/ presumedEnd: no heartbeat +recorded /);
    expect((await streams('--app', 'Quiet')).stdout).toMatch(/^presumed ended +Quiet\/cam-1 .*\n\n1 presumed ended$/m);
  });

  test('--json is the Stream as the read API has it', async () => {
    const { stdout } = await streams('LiveApp/cam-1', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      id: 'cam-1',
      status: 'live',
      lastError: { detail: 'rtmp://a.b/live2/***' },
    });
  });
});

describe('an error is one line and exit code 1', () => {
  test.each([
    { args: ['cam-1'], says: 'received "cam-1", expected APP/ID or APP ID' },
    { args: ['/cam-1'], says: 'received "/cam-1", expected APP/ID or APP ID' },
    { args: ['LiveApp/nope'], says: 'LiveApp/nope: stream not found at http' },
    { args: ['LiveApp/cam-1', '--status', 'live'], says: 'expected these options only with the table of streams' },
    { args: ['--status', 'dead'], says: 'Expected one of live, presumedEnded, ended, unknown, stale, failing, or' },
    { args: ['--status', 'stale,'], says: 'Expected one of live, presumedEnded, ended, unknown, stale, failing, or' },
    { args: ['--q', ''], says: 'Expected a text that is not empty' },
    { args: ['LiveApp/cam-1', '--q', 'cam'], says: 'expected these options only with the table of streams' },
    { args: ['--limit', '0'], says: 'Expected a whole number of at least 1' },
    { args: ['--json', '--watch'], says: "option '--json' cannot be used with option '--watch'" },
    { args: ['--token', 'wrong'], says: 'rejected the token (401)' },
    { args: ['--token', 'a b'], says: 'expected one without' },
    {
      args: ['--url', 'example.com', '--token', 't'],
      says: 'received "example.com", expected one that begins with http',
    },
    { args: ['--url', 'http://127.0.0.1:9'], says: 'Received a URL and no token' },
    { args: ['--url', 'http://127.0.0.1:9', '--token', 't'], says: 'No response from http://127.0.0.1:9' },
  ])('$args', async ({ args, says }) => {
    const { code, stdout, stderr } = await streams(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test('no receiver on this machine', async () => {
    const { code, stderr } = await run('streams', [], { DATA_DIR: join(DATA_DIR, 'nowhere') });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^No receiver runs on this machine \(DATA_DIR \S+\): start one with npm start.*\n$/);
  });
});

describe('--stack', () => {
  let cloudFormation: FakeCloudFormation;
  beforeAll(async () => {
    cloudFormation = await startFakeCloudFormation((_action, stack) =>
      stack === 'Hooks' ? stackDescription(stack, { ApiUrl: `${receiver.url}/` }) : stackNotFound(stack),
    );
  });
  afterAll(() => cloudFormation.close());

  test('queries the deployed receiver with the token of the environment', async () => {
    const env = { ...cloudFormation.env, STREAMS_URL: 'http://127.0.0.1:9', STREAMS_TOKEN: receiver.token };
    const { stdout, stderr } = await run('streams', ['--stack', 'Hooks', '--json', '--status', 'ended'], env);
    expect(stderr).toBe('');
    expect(ids(stdout)).toEqual(['old']);
  });

  test.each([
    { args: ['--stack', 'Hooks'], token: '', says: '--stack: received no token, expected one in STREAMS_TOKEN' },
    {
      args: ['--stack', 'Other'],
      token: 't',
      says: 'There is no stack Other in this account and region: check its name (--stack NAME;',
    },
    { args: ['--stack', 'Hooks', '--url', 'http://a'], token: 't', says: "cannot be used with option '--url" },
  ])('$args with the token "$token" is one line: $says', async ({ args, token, says }) => {
    const { code, stdout, stderr } = await run('streams', args, { ...cloudFormation.env, STREAMS_TOKEN: token });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
  });
});

test('the error about a refused token names STREAMS_TOKEN where that is set', async () => {
  const { code, stderr } = await run('streams', [], { STREAMS_URL: receiver.url, STREAMS_TOKEN: 'elsewhere' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/rejected the token \(401\).*does STREAMS_TOKEN belong to another receiver/);
});

test('the token of the environment is not used for the receiver on this machine', async () => {
  const env = { DATA_DIR, STREAMS_TOKEN: 'elsewhere' };
  expect(ids((await run('streams', ['--json', '--status', 'ended'], env)).stdout)).toEqual(['old']);
});

test('the receiver and the token may come from the environment', async () => {
  const env = { DATA_DIR: join(DATA_DIR, 'nowhere'), STREAMS_URL: `${receiver.url}/`, STREAMS_TOKEN: receiver.token };
  expect(ids((await run('streams', ['--json', '--status', 'ended'], env)).stdout)).toEqual(['old']);
});
