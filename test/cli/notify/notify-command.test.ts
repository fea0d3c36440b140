import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createNotifyCommand } from '../../../cli/notify/notify-command.ts';
import { notifiableTypes } from '../../../lambda/notifying/recipients/detail-types.ts';
import { start } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';

const folder = useTempFolder('notify');
const secret = 'S3cret';
const slack = `https://hooks.slack.com/services/T0/B0/${secret}`;
let count = 0;
let DATA_DIR = '';

/** Chooses a folder that does not exist yet. */
function useNewFolder(): void {
  DATA_DIR = join(folder, `${++count}`);
}

const notify = (...args: string[]) => runInProcess(createNotifyCommand(), args, { DATA_DIR });

async function notifyJson(...args: string[]) {
  const { code, stdout, stderr } = await notify(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const stored = () => JSON.parse(readFileSync(join(DATA_DIR, 'notify.json'), 'utf8'));

test('a chat is set, listed and removed, and its URL is never shown', async () => {
  useNewFolder();
  const set = await notify('set', 'team', '--to', slack);
  expect(set).toEqual({
    code: 0,
    stdout: `Set team in the folder ${DATA_DIR}: Slack messages to https://hooks.slack.com/***, of everything but Stream Corrected and Publish Refused.\nTry it: npm run notify -- test team\n`,
    stderr: '',
  });
  expect(stored()).toEqual([
    {
      name: 'team',
      style: 'slack',
      to: slack,
      on: notifiableTypes.filter((type) => type !== 'Stream Corrected' && type !== 'Publish Refused'),
      app: null,
      graceMs: 0,
      allowPrivate: false,
      secrets: [],
    },
  ]);
  expect(statSync(join(DATA_DIR, 'notify.json')).mode & 0o777).toBe(0o600);
  const list = await notify('list');
  expect(list.stdout).toMatch(/^NAME +STYLE +TO +ON\nteam +slack +https:\/\/hooks\.slack\.com\/\*{3} +everything but Stream Corrected and Publish Refused\n$/); // biome-ignore format: a row
  const json = await notifyJson('list');
  expect(json).toEqual([
    {
      name: 'team',
      style: 'slack',
      to: 'https://hooks.slack.com/***',
      confirmed: null,
      on: expect.any(Array),
      app: null,
      grace: 0,
      allowPrivate: false,
      waiting: 0,
      deadLetters: 0,
      failingSince: null,
      lastAnswer: null,
    },
  ]);
  const removed = await notify('remove', 'team');
  expect(removed.stdout).toBe(`Removed team in the folder ${DATA_DIR}: nothing more is sent to it.\n`);
  expect(JSON.stringify([set, list, json, removed])).not.toContain(secret);
  expect((await notify('list')).stdout).toBe(`No recipients in the folder ${DATA_DIR}: npm run notify -- set --help\n`);
  expect((await notify('remove', 'team')).stderr).toBe(`NAME: received "team", expected a recipient of the folder ${DATA_DIR}: see npm run notify -- list\n`); // biome-ignore format: a row
});

test('the URL comes from standard input, with an end of line or a space behind it', async () => {
  useNewFolder();
  const { child, ended } = start('notify', ['set', 'team', '--to', '-'], { DATA_DIR });
  child.stdin.end(`${slack} \r\n`);
  expect(await ended).toMatchObject({ code: 0, stderr: '', stdout: expect.not.stringContaining(secret) });
  expect(stored()).toMatchObject([{ to: slack, style: 'slack' }]);
});

test.each([
  { to: 'https://prod-1.westeurope.logic.azure.com/workflows/1?sig=S', style: 'teams' },
  { to: 'https://discord.com/api/webhooks/1/S', style: 'discord' },
  { to: 'https://example.com/hook', style: 'envelope' },
])('the style of $to is guessed: $style', async ({ to, style }) => {
  useNewFolder();
  expect(await notifyJson('set', 'a', '--to', to)).toMatchObject({ style, to: `${new URL(to).origin}/***` });
});

test('every choice is kept; types are taken with hyphens, in words and with commas', async () => {
  useNewFolder();
  const args = [
    'set',
    'a',
    '--to',
    'http://127.0.0.1:8080/hook',
    '--allow-private',
    '--style',
    'slack',
    '--app',
    'LiveApp',
  ];
  const types = ['--on', 'recording-ready', 'Stream Ended,stream-ended', '--grace', '30s'];
  const on = ['Stream Ended', 'Recording Ready'];
  const chosen = { style: 'slack', on, app: 'LiveApp', allowPrivate: true };
  expect(await notifyJson(...args, ...types)).toMatchObject({ ...chosen, grace: 30, secret: null });
  expect(stored()).toMatchObject([{ ...chosen, to: 'http://127.0.0.1:8080/hook', graceMs: 30_000, secrets: [] }]);
  expect((await notify('list')).stdout).toMatch(/GRACE\n.*Stream Ended, Recording Ready +LiveApp +30 s\n$/); // biome-ignore format: a row
});

describe('the secret of an envelope', () => {
  const isSecret = expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const envelope = ['set', 'billing', '--to', 'https://example.com/hook'];

  test('is shown once, by set, and stays while it is an envelope', async () => {
    useNewFolder();
    const { stdout } = await notify(...envelope);
    const [{ secrets }] = stored();
    expect(secrets).toEqual([{ secret: isSecret, until: null }]);
    expect(stdout.split('\n')).toEqual([
      `Set billing in the folder ${DATA_DIR}: signed envelopes to https://example.com/***, of everything.`,
      `Its secret, shown this once, checks the signatures (Standard Webhooks): ${secrets[0].secret}`,
      'Try it: npm run notify -- test billing',
      '',
    ]);
    const again = await notify(...envelope, '--app', 'LiveApp');
    expect(again.stdout).toContain('of everything in LiveApp. Its secret stays.');
    expect(stored()[0].secrets).toEqual(secrets);
    const shown = [again, await notify('list'), await notify('list', '--json'), await notify('remove', 'billing', '--json')]; // biome-ignore format: a row
    expect(JSON.stringify(shown)).not.toContain(secrets[0].secret.slice(6, 40));
  });

  test('is another one for another host, which must not sign as the one before', async () => {
    useNewFolder();
    await notify(...envelope);
    const [{ secrets }] = stored();
    const { stdout } = await notify('set', 'billing', '--to', 'https://example.org/hook');
    expect(stored()[0].secrets).toEqual([{ secret: isSecret, until: null }]);
    expect(stored()[0].secrets).not.toEqual(secrets);
    expect(stdout).toContain(stored()[0].secrets[0].secret);
  });

  test('is another one after it was a chat', async () => {
    useNewFolder();
    const { secret: first } = await notifyJson(...envelope);
    await notifyJson('set', 'billing', '--to', slack);
    const { secret: second } = await notifyJson(...envelope);
    expect([first, second]).toEqual([isSecret, isSecret]);
    expect(second).not.toBe(first);
  });

  test('is rotated: the old one signs too until the overlap is over', async () => {
    useNewFolder();
    const { secret: first } = await notifyJson(...envelope);
    const now = Date.now();
    const { secret: second, oldSecretUntil } = await notifyJson('rotate', 'billing', '--overlap', '2h');
    const until = Date.parse(oldSecretUntil);
    expect(until - now).toBeGreaterThanOrEqual(7_200_000);
    expect(until - Date.now()).toBeLessThanOrEqual(7_200_000);
    const old = { secret: first, until };
    expect(stored()[0].secrets).toEqual([{ secret: second, until: null }, old]);
    const { stdout } = await notify('rotate', 'billing');
    const [newest, ...others] = stored()[0].secrets;
    expect(stdout).toMatch(/^The new secret of billing, shown this once: (.*)\nIn a minute both sign, the old one until .* UTC: meanwhile, enter the new one where the signatures are checked\.\n$/); // biome-ignore format: a row
    expect(stdout).toContain(newest.secret);
    expect(others).toEqual([{ secret: second, until: expect.any(Number) }, old]);
    expect(others[0].until - Date.now()).toBeGreaterThan(86_000_000);
  });

  test('is replaced at once without an overlap, also those of earlier rotations', async () => {
    useNewFolder();
    await notifyJson(...envelope);
    await notifyJson('rotate', 'billing');
    const { secret: only, oldSecretUntil } = await notifyJson('rotate', 'billing', '--overlap', '0s');
    expect({ oldSecretUntil, secrets: stored()[0].secrets }).toEqual({ oldSecretUntil: null, secrets: [{ secret: only, until: null }] }); // biome-ignore format: a row
  });

  test('is not rotated when five sign already, nor for another style', async () => {
    useNewFolder();
    await notifyJson(...envelope);
    for (let rotation = 0; rotation < 4; rotation++) await notifyJson('rotate', 'billing');
    const before = stored();
    expect((await notify('rotate', 'billing')).stderr).toMatch(/^billing: received 5 secrets that still sign.*--overlap 0s\.\n$/); // biome-ignore format: a row
    expect(stored()).toEqual(before);
    await notifyJson('set', 'billing', '--to', slack);
    expect((await notify('rotate', 'billing')).stderr).toContain('expected an envelope: only these are signed');
  });
});

describe('refused, on one line, and nothing is kept:', () => {
  const set = (...args: string[]) => ['set', 'a', ...args];
  test.each([
    { args: ['set', slack], says: "required option '--to <url|mail>'" },
    { args: ['set', slack, '--to', slack], says: 'NAME: received something else than a name' },
    { args: set('--to', ''), says: '--to: received nothing' },
    { args: set('--to', secret), says: 'received text that is no URL' },
    { args: set('--to', `ftp://example.com/${secret}`), says: 'another protocol than https' },
    { args: set('--to', `http://example.com/${secret}`), says: 'received plain HTTP' },
    { args: set('--to', `https://u:${secret}@example.com/`), says: 'a user or a password' },
    { args: set('--to', `https://example.com/${secret.repeat(400)}`), says: 'more than 2048 characters' },
    { args: set('--to', `https://10.0.0.1/${secret}`), says: 'a private address' },
    { args: set('--to', `https://0x7f.1/${secret}`), says: 'a private address' },
    { args: set('--to', `https://[::ffff:169.254.169.254]/${secret}`), says: 'a private address' },
    { args: set('--to', `https://api.localhost/${secret}`), says: 'a private address' },
    { args: set('--to', `http://8.8.8.8/${secret}`, '--allow-private'), says: 'plain HTTP to a public address' },
    { args: set('--to', `${slack}\nhttps://b/`), says: 'more than one line' },
    { args: set('--to', 'ops@example.com'), says: 'received a mail address for the folder' },
    { args: set('--to', 'ops@example.com', '--style', 'slack'), says: 'a mail address for the style slack' },
    { args: set('--to', slack, '--style', 'mail'), says: 'something else than a mail address' },
    { args: set('--to', slack, '--style', 'irc'), says: 'Allowed choices are slack' },
    { args: set('--to', slack, '--on', 'stream-gone'), says: 'Expected one or several of stream-started,' },
    { args: set('--to', slack, '--app', '*'), says: 'without --app each app counts' },
    { args: set('--to', slack, '--grace', '2d'), says: 'Expected at most 1d' },
    { args: set('--to', slack, '--grace', '30'), says: 'such as 10m' },
    { args: set('--to', slack, `--too=${slack}`), says: "unknown option '--too=https://***'" },
    { args: ['test', slack], says: 'NAME: received something else than a name' },
    { args: ['test', 'a'], says: 'NAME: received "a", expected a recipient of the folder' },
    { args: ['rotate', 'a'], says: 'NAME: received "a", expected a recipient of the folder' },
    { args: ['rotate', 'a', '--overlap', '60d'], says: 'Expected at most 30d' },
    { args: ['resend', 'a'], says: 'NAME: received "a", expected a recipient of the folder' },
    { args: ['lis'], says: "unknown command 'lis'" },
  ])('$args', async ({ args, says }) => {
    useNewFolder();
    const { code, stdout, stderr } = await notify(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).not.toContain(secret);
    expect(() => stored()).toThrow('ENOENT');
  });

  test('a file that holds something else is not quoted', async () => {
    useNewFolder();
    await notifyJson('set', 'a', '--to', slack);
    writeFileSync(join(DATA_DIR, 'notify.json'), `[{"to": "${slack}"}]`);
    const { code, stderr } = await notify('list');
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(/notify\.json: received something else.*\n$/) }); // biome-ignore format: a row
    expect(stderr).not.toContain(secret);
  });

  test('an entry that is broken harms no other, and is mended by set or remove', async () => {
    useNewFolder();
    await notifyJson('set', 'a', '--to', slack);
    const [fine] = stored();
    const broken = { ...fine, name: 'b', to: secret };
    writeFileSync(join(DATA_DIR, 'notify.json'), JSON.stringify([broken]));
    expect(await notify('set', 'a', '--to', slack)).toMatchObject({ code: 0, stderr: '' });
    expect(stored()).toEqual([broken, fine]);
    const { code, stdout, stderr } = await notify('list');
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/^NAME.*\na /) });
    expect(stderr).toMatch(/^b in the folder .*: received something else than a recipient, .*: set it again, or remove it\.\n$/); // biome-ignore format: a row
    expect(stderr).not.toContain(secret);
    expect(await notify('set', 'b', '--to', slack)).toMatchObject({ code: 0, stderr: '' });
    expect(stored()).toEqual([{ ...fine, name: 'b' }, fine]);
    writeFileSync(join(DATA_DIR, 'notify.json'), JSON.stringify([broken, fine]));
    expect(await notify('remove', 'b')).toMatchObject({ code: 0, stderr: '' });
    expect(stored()).toEqual([fine]);
  });

  test('DATA_DIR=:memory:, which keeps nothing', async () => {
    DATA_DIR = ':memory:';
    expect((await notify('list')).stderr).toContain('which stores nothing');
  });
});

describe('without a receiver', () => {
  test('a test says what to start', async () => {
    useNewFolder();
    await notifyJson('set', 'team', '--to', slack);
    expect(await notify('test', 'team')).toEqual({
      code: 1,
      stdout: '',
      stderr: `No receiver runs on the folder ${DATA_DIR}, expected one, which sends the notifications: run npm start, then this again.\n`,
    });
  });

  test('no dead letter is found', async () => {
    useNewFolder();
    await notifyJson('set', 'team', '--to', slack);
    expect((await notify('resend')).stdout).toBe(
      `No dead letters in the folder ${DATA_DIR}: what waits is tried at once.\n`,
    );
    expect(await notifyJson('resend', 'team')).toEqual([{ name: 'team', resent: 0 }]);
  });
});
