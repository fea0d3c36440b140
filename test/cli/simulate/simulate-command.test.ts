import { describe, expect, test } from 'vitest';
import { createSimulateCommand, type SimulateOptions } from '../../../cli/simulate/simulate-command.ts';
import { resolveSimulationSettings } from '../../../cli/simulate/simulate-settings.ts';
import { run } from '../../run.ts';

const running = { url: 'http://127.0.0.1:3000', token: 'l0cal', dynamodb: 'http://127.0.0.1:1' };
const url = '--url=http://127.0.0.1:9/hooks/WebRTCAppEE/T%2Fa';

function settingsFor(args: string[], announced?: typeof running) {
  const command = createSimulateCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return resolveSimulationSettings(command.parse(args, { from: 'user' }).opts<SimulateOptions>(), announced, 1);
}

describe('the options', () => {
  test.each([
    { args: [url, '--ams=2.8', '--encoding=json'], says: '--encoding: received json with --ams 2.8, expected form' },
    { args: [url, '--ams=2.8', '--retries=2'], says: '--retries: received 2 with --ams 2.8, expected 0' },
    { args: [url, '--ams=two'], says: '--ams: received "two", expected one of 1.2 to 1.9, 2.0 to 2.17, 3.0, 4.0' },
    { args: [url, '--ams=1.1'], says: '--ams: received "1.1", expected one of' },
    { args: [url, '--ams=2.18'], says: '--ams: received "2.18", expected one of' },
    { args: [url, '--ams=9.9'], says: '--ams: received "9.9", expected one of' },
    { args: [url, '--scenario=storm'], says: '--scenario: received "storm", expected one of recording, adaptive' },
    { args: [url, '--rate=0'], says: 'Received "0", expected a number above 0' },
    { args: [url, '--streams=1.5'], says: 'Received "1.5", expected a whole number from 1 on' },
    { args: [url, '--duplicate=101'], says: 'Received "101", expected a number from 0 to 100' },
    { args: ['--url=http://127.0.0.1:9'], says: 'such as http://127.0.0.1:9/hooks/LiveApp/TOKEN' },
    { args: ['--url=http://127.0.0.1:9/hooks/LiveApp'], says: 'such as http://127.0.0.1:9/hooks/LiveApp/TOKEN' },
    { args: [url, '--live=10'], says: 'such as 10m' },
    { args: [url, '--live=10m', '--shuffle'], says: "cannot be used with option '--shuffle'" },
    { args: [url, '--send=liveStreamGone'], says: 'Allowed choices are liveStreamStarted' },
    { args: ['--url=hooks'], says: '--url: received "hooks", expected a webhook URL such as http' },
    { args: [], says: 'No receiver runs on this machine: start one with npm start' },
  ])('$args are refused: $says', ({ args, says }) => {
    expect(() => settingsFor(args)).toThrow(says);
  });

  test('select the receiver that runs on this machine, with its own token', () => {
    const { url: webhookUrl, app, api } = settingsFor([], running);
    expect(webhookUrl.href).toBe('http://127.0.0.1:3000/hooks/LiveApp/l0cal');
    expect({ app, api }).toEqual({ app: 'LiveApp', api: { url: running.url, app: 'LiveApp', token: 'l0cal' } });
    const odd = { ...running, token: 'a/b%?+=' };
    expect(settingsFor([], odd).api).toEqual({ url: running.url, app: 'LiveApp', token: odd.token });
  });

  test('accept a webhook URL that ends in a slash', () => {
    expect(settingsFor([`${url}/`], running).api).toEqual(settingsFor([url], running).api);
  });

  test('never send the token of this machine to another receiver', () => {
    expect(settingsFor([url], running).api).toEqual({ url: 'http://127.0.0.1:9', app: 'WebRTCAppEE', token: 'T/a' });
    expect(settingsFor([url, '--token=r3ad'], running).api?.token).toBe('r3ad');
  });

  test.each([
    { args: ['--no-compare', url], why: 'the URL is one of this project' },
    { args: ['--no-compare', '--url=https://example.com/other'], why: 'the URL is one of another project' },
  ])('compare nothing with --no-compare: $why', ({ args }) => {
    expect(settingsFor(args).api).toBeUndefined();
  });

  test.each([
    ['2.9.0', 'form'],
    ['2.10', 'json'],
    ['2.17.1', 'json'],
  ])('with --ams %s select %s', (ams, encoding) => {
    expect(settingsFor([url, `--ams=${ams}`]).encoding).toBe(encoding);
  });

  test('accept several scenarios, and --duplicate without a value', () => {
    const { scenarios, duplicate } = settingsFor([url, '--scenario=room, crash', '--duplicate']);
    expect({ scenarios, duplicate }).toEqual({ scenarios: ['room', 'crash'], duplicate: 20 });
  });
});

describe.concurrent('npm run simulate', () => {
  const runCommand = (...args: string[]) => run('simulate', args, { DATA_DIR: 'test/cli/simulate/no-such-folder' });

  test('prints one line and exits with code 1 when it cannot start', async () => {
    const { code, stdout, stderr } = await runCommand(url, '--ams=2.8', '--encoding=json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('--encoding: received json with --ams 2.8, expected form: JSON exists since 2.10.0.\n');
  });

  test('exits with code 1 when nothing answers, and does not print the token', async () => {
    const { code, stdout } = await runCommand('--url=http://127.0.0.1:9/hooks/LiveApp/s3cr3t', '--scenario=crash');
    expect(code).toBe(1);
    expect(stdout).toContain('4  failed: connection refused');
    expect(stdout).not.toContain('s3cr3t');
  });

  test('prints help with examples', async () => {
    expect(await runCommand('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('Examples:') });
  });
});
