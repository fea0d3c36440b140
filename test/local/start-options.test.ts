import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createStartCommand, explainStartError, readStartOptions } from '../../local/start-options.ts';
import { startReceiver } from '../../local/start-receiver.ts';
import { run } from '../run.ts';
import { useTempFolder } from '../use-temp-folder.ts';

const folder = useTempFolder('start-options');

/** Starts a receiver for one test as `npm start` does in this environment. Returns its webhook URL. */
async function start(env: Record<string, string>): Promise<string> {
  const options = readStartOptions({ PORT: '0', DATA_DIR: ':memory:', TOKEN: 'secret', ...env });
  const { url, close } = await startReceiver({ ...options, log: () => {} });
  onTestFinished(close);
  return `${url}/hooks/LiveApp/secret`;
}

/** The line that `npm start` prints when it cannot start in this environment. */
async function refusalOf(env: Record<string, string>): Promise<string> {
  const error = await start(env).then(
    () => 'it started',
    (reason: unknown) => reason,
  );
  return explainStartError(error, env);
}

describe('npm start explains in one line why it cannot start', () => {
  test('when the data folder cannot be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(await refusalOf({ DATA_DIR: file })).toMatch(/^\S+file is not a folder; expected DATA_DIR.*$/);
    for (const DATA_DIR of [join(file, 'data'), '/proc/nowhere/data'])
      expect(await refusalOf({ DATA_DIR })).toMatch(
        /^The data folder .* cannot be written \(E[A-Z]+: .*'\S+'\): .*$/, // (ENOENT: no such file or directory, mkdir '/proc/nowhere')
      );
  });

  test('when the data folder is in use', async () => {
    const DATA_DIR = join(folder, 'in-use');
    await start({ DATA_DIR });
    expect(await refusalOf({ DATA_DIR })).toMatch(/^.* is in use by another receiver: .*$/);
  });

  test.each(['abc', '-1', '65536', '1.5'])('when PORT is %s', async (PORT) => {
    expect(await refusalOf({ PORT })).toBe(`PORT: received "${PORT}", expected a number from 0 to 65535.`);
  });

  test.each(['abc', '-1', '0.01', '3601', '1e3'])('when SWEEP_SECONDS is %s', async (SWEEP_SECONDS) => {
    expect(await refusalOf({ SWEEP_SECONDS })).toBe(
      `SWEEP_SECONDS: received "${SWEEP_SECONDS}", expected a number from 0.1 to 3600, or 0 for no sweeps.`,
    );
  });

  test.each(['abc', '-1', '1441'])('when PRESUME_ENDED_MINUTES is %s', async (PRESUME_ENDED_MINUTES) => {
    expect(await refusalOf({ PRESUME_ENDED_MINUTES })).toBe(
      `PRESUME_ENDED_MINUTES: received "${PRESUME_ENDED_MINUTES}", expected a number from 0 (never) to 1440.`,
    );
  });

  test.each(['two words', 'Zürich'])('when TOKEN is %s, which it does not repeat', async (TOKEN) => {
    expect(await refusalOf({ TOKEN })).toBe(
      'TOKEN: expected printable ASCII without spaces, which fits into a URL and a header.',
    );
  });

  test.each(['--port', '--hepl', '-p', 'extra'])('when the argument is %s', (argument) => {
    let printed = '';
    const command = createStartCommand()
      .exitOverride()
      .configureOutput({ writeErr: (text) => (printed += text) })
      .action(() => {});
    expect(() => command.parse([argument], { from: 'user' })).toThrow(expect.objectContaining({ exitCode: 1 }));
    expect(printed).toMatch(/^error: .+\n$/);
  });
});

/** Writes a settings file. */
function settingsFile(text: string): string {
  const file = join(mkdtempSync(join(folder, 'settings-')), 'settings.json');
  writeFileSync(file, text);
  return file;
}

describe('the times of the sweeps', () => {
  test.each([
    { env: {}, settings: {}, sweepMs: 60_000, presumeEndedMs: 300_000 },
    { env: {}, settings: { sweepMinutes: 2, presumeEndedMinutes: 3 }, sweepMs: 120_000, presumeEndedMs: 180_000 },
    { env: { SWEEP_SECONDS: '', PRESUME_ENDED_MINUTES: '' }, settings: {}, sweepMs: 60_000, presumeEndedMs: 300_000 },
    {
      env: { SWEEP_SECONDS: '1.5', PRESUME_ENDED_MINUTES: '0.05' },
      settings: {},
      sweepMs: 1_500,
      presumeEndedMs: 3_000,
    },
    { env: { SWEEP_SECONDS: '0', PRESUME_ENDED_MINUTES: '0' }, settings: {}, sweepMs: 0, presumeEndedMs: 0 },
  ])('are those of $env and, for the rest, of the settings $settings', ({ env, settings, ...expected }) => {
    const SETTINGS = settingsFile(JSON.stringify(settings));
    expect(readStartOptions({ ...env, SETTINGS }).sweepPolicy).toEqual(expected);
  });
});

describe('the settings file', () => {
  const sendHeartbeat = (url: string) =>
    fetch(url, {
      method: 'POST',
      body: JSON.stringify({ action: 'liveStreamStatus', id: 'cam-1', timestamp: Date.now() }),
    });

  test.each([
    { allowList: ['192.0.2.0/24'], status: 403 },
    { allowList: ['127.0.0.1'], status: 200 },
  ])('decides who may send hooks: with $allowList the answer is $status', async ({ allowList, status }) => {
    const url = await start({ SETTINGS: settingsFile(JSON.stringify({ allowList })) });
    expect((await sendHeartbeat(url)).status).toBe(status);
  });

  test.each([
    { keepHeartbeats: true, count: 1 },
    { keepHeartbeats: false, count: 0 },
  ])('decides whether heartbeats are stored: $keepHeartbeats', async ({ keepHeartbeats, count }) => {
    const url = await start({ SETTINGS: settingsFile(JSON.stringify({ keepHeartbeats })) });
    await sendHeartbeat(url);
    const path = new URL('/stream/events?app=LiveApp&id=cam-1', url);
    const response = await fetch(path, { headers: { authorization: 'Bearer secret' } });
    expect(await response.json()).toMatchObject({ events: { length: count } });
  });

  test.each([
    { text: '{"memmory": 512}', line: /^Setting memmory: .*expected one of .*$/ },
    {
      text: '{"historyDays": 0}',
      line: /^Setting historyDays: received 0, expected a whole number from 1 to 3650\. .*$/,
    },
    { text: '{', line: /^\/.*settings\.json: expected JSON .*$/ },
  ])('is refused in one line when it is $text', async ({ text, line }) => {
    expect(await refusalOf({ SETTINGS: settingsFile(text) })).toMatch(line);
  });

  test('is read by npm start, which prints its error and exits with code 1', async () => {
    const env = { DATA_DIR: ':memory:', PORT: '0', SETTINGS: settingsFile('{"memmory": 512}') };
    const { code, stdout, stderr } = await run('start', [], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Setting memmory: .+\n$/);
  });
});

test('npm start -- --help describes every variable that it reads', async () => {
  const { code, stdout } = await run('start', ['--help']);
  expect(code).toBe(0);
  for (const name of ['PORT', 'HOST', 'DATA_DIR', 'TOKEN', 'SETTINGS', 'SWEEP_SECONDS', 'PRESUME_ENDED_MINUTES'])
    expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S`, 'm'));
});
