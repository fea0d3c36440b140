import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createTokensCommand } from '../../../cli/tokens/tokens-command.ts';
import { hashToken, tokenIdOf } from '../../../lambda/tokens/token.ts';
import { webhookUrl } from '../../../local/webhook-urls.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { start } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { answerOnTerminal } from '../answer-on-terminal.ts';
import { runInProcess } from '../run-in-process.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import { type FakePanel, PASSWORD, type PanelData, SETTINGS_PATH, USER, useFakePanels } from './fake-panel.ts';
import { rightData } from './right-setup.ts';

const startPanel = useFakePanels();
const DATA_DIR = useTempFolder('rotate');
const receiver = useReceiver(DATA_DIR);
const COPIES = join(DATA_DIR, 'media-server-copies');
const HOUR_MS = 3_600_000;

/** A later panel may get the port of this one, and would go on with its rotation. */
afterEach(() => rmSync(COPIES, { recursive: true, force: true }));

/** Runs `npm run tokens`. */
async function tokens(...args: string[]) {
  const { stdout } = await runInProcess(createTokensCommand(), [...args, '--json'], { DATA_DIR });
  return JSON.parse(stdout);
}

const createOld = async (...args: string[]): Promise<string> =>
  (await tokens('create', ...(args.length > 0 ? args : ['--app', 'LiveApp']))).secret;

const urlOf = (secret: string): string => webhookUrl(receiver.url, 'LiveApp', secret);
const idOf = (secret: string): string => tokenIdOf({ hash: hashToken(secret) });

/** Returns a server whose application and broadcasts have a token. */
function dataWith(secret: string, broadcasts = 3): PanelData {
  const data = rightData('2.17.1', receiver);
  const [first = {}] = data.broadcasts;
  data.settings.listenerHookURL = urlOf(secret);
  data.settings.webhookAuthenticateURL = '';
  data.settings.webhookPlayAuthUrl = '';
  data.broadcasts = Array.from({ length: broadcasts }, (_, index) => ({
    ...first,
    streamId: `cam-${index}`,
    status: 'finished',
    listenerHookURL: urlOf(secret),
  }));
  return data;
}

/** Returns the files of the rotations that a panel has begun. */
const rotationFiles = ({ url }: FakePanel): string[] =>
  existsSync(COPIES)
    ? readdirSync(COPIES).filter((name) => name.startsWith(`rotation-127.0.0.1-${new URL(url).port}-`))
    : [];

const secretOf = (url: unknown): string => String(url).split('/').at(-1) ?? '';

/** Returns the different tokens of the application and of its broadcasts. */
const secretsOf = ({ settings, broadcasts }: PanelData): string[] => [
  ...new Set([settings, ...broadcasts].map(({ listenerHookURL }) => secretOf(listenerHookURL))),
];

/** Runs a rotation; none of these secrets, and not the new one, is in its output. */
async function rotate(panel: FakePanel, secrets: readonly string[], ...args: string[]) {
  const result = await runDoctorOn(panel, ['--rotate', '--yes', ...args], { DATA_DIR });
  for (const secret of [...secrets, ...secretsOf(panel.data)])
    expect(`${result.stdout}${result.stderr}`).not.toContain(secret);
  return result;
}

/** Lets a rotation have begun earlier. */
function ageRotation(panel: FakePanel, ms: number): void {
  const [name = ''] = rotationFiles(panel);
  const rotation = JSON.parse(readFileSync(join(COPIES, name), 'utf8'));
  writeFileSync(join(COPIES, name), JSON.stringify({ ...rotation, changedAt: rotation.changedAt - ms }));
}

async function sendHook(secret: string, id: string): Promise<void> {
  const body = JSON.stringify({ id, action: 'liveStreamStarted', timestamp: String(Date.now()) });
  const headers = { 'content-type': 'application/json' };
  const { status } = await receiver.request(`/hooks/LiveApp/${secret}`, { method: 'POST', body, headers });
  expect(status).toBe(200);
}

const put = /\/broadcasts\/cam-\d+$/;

describe('--rotate', () => {
  test('gives the application and all broadcasts a new token, and revokes the old one once it is not used', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    const begun = await rotate(panel, [old]);
    expect(begun).toMatchObject({ code: 0, stderr: '' });
    const [secret = '', ...others] = secretsOf(panel.data);
    expect({ others, isNew: secret !== old }).toEqual({ others: [], isNew: true });
    expect(begun.stdout).toMatch(new RegExp(`listenerHookURL +token ${idOf(old)} → a new token`));
    expect(begun.stdout).toContain(`3 broadcasts cam-0, cam-1, cam-2`);
    expect(begun.stdout).toContain(`token ${idOf(old)}  not revoked yet: no hook has come with the new token`);
    expect(statSync(join(COPIES, rotationFiles(panel)[0] ?? '')).mode & 0o777).toBe(0o600);

    await sendHook(secret, 'cam-0');
    await sendHook(old, 'cam-1');
    const used = await rotate(panel, [old]);
    expect(used.stdout).toContain(
      'not revoked yet: it may still be used: a hook must have come with the new token after',
    );
    expect(secretsOf(panel.data)).toEqual([secret]);
    await sendHook(old, 'cam-2'); // it is still good
  });

  test('the old token is revoked once the new one was used, and it was not for an hour', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    await rotate(panel, [old]);
    const [secret = ''] = secretsOf(panel.data);
    await sendHook(secret, 'cam-3');
    expect((await rotate(panel, [old])).stdout).toContain('it may still be used');
    ageRotation(panel, 2 * HOUR_MS);
    const ended = await rotate(panel, [old], '--json');
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      changes: [],
      rotation: {
        newToken: idOf(secret),
        replaced: [{ token: idOf(old), state: 'gone', why: expect.stringContaining('it is revoked') }],
        done: true,
      },
    });
    const ids = (await tokens('list')).map(({ id }: { id: string }) => id);
    expect(ids).toContain(idOf(secret));
    expect(ids).not.toContain(idOf(old));
    expect(rotationFiles(panel)).toEqual([]);
  });

  test('of 300 broadcasts, killed once and cut off once, it goes on with the same token', async () => {
    const old = await createOld();
    const data = dataWith(old, 300);
    const panel = await startPanel(data);
    const count = (secret: string) =>
      data.broadcasts.filter(({ listenerHookURL: url }) => url === urlOf(secret)).length;

    const args = ['--server', panel.url, '--user', USER, '--app', 'LiveApp', '--rotate', '--yes'];
    const doctor = start('doctor', args, { DATA_DIR, AMS_PASSWORD: PASSWORD, AMS_JWT_SECRET: undefined });
    let puts = 0;
    data.override = (path, method) => {
      if (method !== 'PUT' || !put.test(path) || ++puts <= 100) return undefined;
      doctor.child.kill('SIGKILL');
      return 'hang';
    };
    await doctor.ended;
    const secret = secretOf(data.settings.listenerHookURL);
    expect([count(secret), count(old)]).toEqual([100, 200]);

    puts = 0;
    data.override = (path, method) => (method === 'PUT' && put.test(path) && ++puts > 100 ? 'close' : undefined);
    const cut = await rotate(panel, [old]);
    expect(cut.code).toBe(2);
    expect([count(secret), count(old)]).toEqual([200, 100]);
    expect(cut.stdout).toContain('LiveApp still has it, in 100 URLs');

    data.override = () => undefined;
    const ended = await rotate(panel, [old]);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(secretsOf(data)).toEqual([secret]);
    const labels = (await tokens('list')).filter(({ id }: { id: string }) => [idOf(secret)].includes(id));
    expect(labels).toMatchObject([
      { scopes: ['hooks'], app: 'LiveApp', label: expect.stringContaining('rotated for LiveApp on 127.0.0.1') },
    ]);
    expect(panel.requests.filter(({ method, path }) => method === 'POST' && path === SETTINGS_PATH)).toHaveLength(1);
  });

  test('one that ended before any URL had its token goes on with that', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    panel.data.override = (path, method) =>
      method === 'POST' && path === SETTINGS_PATH ? { status: 500, body: '' } : undefined;
    const before = (await tokens('list')).length;
    expect((await rotate(panel, [old])).code).toBe(2);
    panel.data.override = () => undefined;
    expect((await rotate(panel, [old])).code).toBe(0);
    expect((await tokens('list')).length).toBe(before + 1);
    expect(secretsOf(panel.data)).toHaveLength(1);
  });

  test('a live pull source keeps its token, which is not revoked, unless it may be restarted', async () => {
    const old = await createOld();
    const data = dataWith(old);
    Object.assign(data.broadcasts[0] ?? {}, { type: 'ipCamera', status: 'broadcasting' });
    const panel = await startPanel(data);
    const left = await rotate(panel, [old]);
    expect(left.stdout).toContain('broadcast cam-0: a live pull source, which a change restarts: --restart-sources');
    expect(left.stdout).toContain('not revoked yet: LiveApp still has it, in 1 URL');
    expect(secretsOf(data)).toHaveLength(2);
    await rotate(panel, [old], '--restart-sources');
    expect(secretsOf(data)).toHaveLength(1);
  });

  /** Rotates, and lets the new token be used two hours later; then the URLs are as `since` makes them. */
  async function rotateLongAgo(panel: FakePanel, old: string, since: () => void = () => {}) {
    await rotate(panel, [old]);
    await sendHook(secretOf(panel.data.settings.listenerHookURL), 'cam-6');
    ageRotation(panel, 2 * HOUR_MS);
    since();
    return rotate(panel, [old], '--json');
  }

  const isGood = async (secret: string): Promise<boolean> =>
    (await tokens('list')).some(({ id }: { id: string }) => id === idOf(secret));

  test('a token that another application has is left to its owner', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    panel.data.override = (path) => {
      if (path === '/rest/v2/applications') return { body: { applications: ['LiveApp', 'live'] } };
      if (path === '/rest/v2/applications/settings/live')
        return { body: { ...panel.data.settings, appName: 'live', listenerHookURL: urlOf(old) } };
      return path.includes('live/rest/v2/broadcasts/list') ? { body: [] } : undefined;
    };
    const { stdout } = await rotate(panel, [old], '--json');
    expect(JSON.parse(stdout).rotation).toMatchObject({
      done: true,
      replaced: [{ state: 'keep', why: expect.stringContaining('it also stands in the application live') }],
    });
    expect(await isGood(old)).toBe(true);
  });

  test('an application that cannot be read stops the revocation', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    panel.data.override = (path) => (path === '/rest/v2/applications' ? { body: { applications: ['LiveApp', 'live'] } } : undefined); // biome-ignore format: a line
    const { stdout } = await rotateLongAgo(panel, old);
    expect(JSON.parse(stdout).rotation).toMatchObject({ done: false, replaced: [{ state: 'wait', why: expect.stringContaining('the application live could not be read') }] }); // biome-ignore format: a line
    expect(await isGood(old)).toBe(true);
  });

  test('a run that takes the old token out of a URL does not revoke it, however long ago the rotation began', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    const { stdout } = await rotateLongAgo(panel, old, () => {
      Object.assign(panel.data.broadcasts[1] ?? {}, { listenerHookURL: urlOf(old) });
    });
    expect(JSON.parse(stdout).rotation).toMatchObject({ replaced: [{ state: 'wait' }] });
    expect(await isGood(old)).toBe(true);
  });

  test('a broadcast that gets the old token while the question waits keeps it good', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    const { stdout } = await rotateLongAgo(panel, old, () => {
      let lists = 0;
      panel.data.override = (path) => {
        if (path.includes('/broadcasts/list/0/') && ++lists === 2)
          Object.assign(panel.data.broadcasts[2] ?? {}, { listenerHookURL: urlOf(old) });
        return undefined;
      };
    });
    expect(JSON.parse(stdout).rotation).toMatchObject({ done: false });
    expect(await isGood(old)).toBe(true);
  });

  test('what else a URL has stays as it is', async () => {
    const old = await createOld();
    const data = dataWith(old);
    Object.assign(data.broadcasts[0] ?? {}, { listenerHookURL: `${urlOf(old)}/?site=berlin` });
    const panel = await startPanel(data);
    await rotate(panel, [old]);
    const secret = secretOf(data.settings.listenerHookURL);
    expect(data.broadcasts[0]?.listenerHookURL).toBe(`${urlOf(secret)}/?site=berlin`);
  });

  test('a file that is no rotation of this place is refused before anything is sent', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    await rotate(panel, [old]);
    const path = join(COPIES, rotationFiles(panel)[0] ?? '');
    const text = readFileSync(path, 'utf8');
    for (const wrong of ['{', text.replace('LiveApp', 'OtherApp'), text.replace('changedAt', 'changed')]) {
      writeFileSync(path, wrong);
      const sent = panel.requests.length;
      const { code, stderr } = await rotate(panel, [old]);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining('move it away, and a new one begins'),
      });
      expect(panel.requests.length).toBe(sent);
    }
  });

  test('a token for every app, or with another scope, is left to its owner; then the rotation is over', async () => {
    for (const args of [['--every-app'], ['--app', 'LiveApp', '--scope', 'hooks', 'read']]) {
      const old = await createOld(...args);
      const panel = await startPanel(dataWith(old));
      const { code, stdout } = await rotate(panel, [old]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/not revoked: it (is for every app|also has the scope read): once nothing else uses it/);
      expect(stdout).toContain(
        `Still good: ${idOf(old)}. Once nothing else uses it, revoke it yourself: npm run tokens`,
      );
      expect(rotationFiles(panel)).toEqual([]);
    }
  });

  test('--dry-run shows it, and changes nothing here or there', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    const before = await tokens('list');
    const { code, stdout } = await rotate(panel, [old], '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('Would be changed:');
    expect(secretsOf(panel.data)).toEqual([old]);
    expect(await tokens('list')).toEqual(before);
    expect(rotationFiles(panel)).toEqual([]);
  });

  test('asks before it changes, and before it revokes', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    const command = `cli/doctor.ts --server ${panel.url} --user ${USER} --app LiveApp --rotate`;
    const env = { DATA_DIR, AMS_PASSWORD: PASSWORD };
    const refused = await answerOnTerminal(command, env, 'no\n');
    expect(refused).toMatchObject({ code: 2, output: expect.stringContaining('Nothing was changed.') });
    expect({ secrets: secretsOf(panel.data), files: rotationFiles(panel) }).toEqual({ secrets: [old], files: [] });
    await rotate(panel, [old]);
    await sendHook(secretsOf(panel.data)[0] ?? '', 'cam-4');
    ageRotation(panel, 2 * HOUR_MS);
    const { output } = await answerOnTerminal(command, env, 'no\n');
    expect(output).toContain(`token ${idOf(old)}  to be revoked: no hook has come with it since`);
    expect(output).toContain('Another media server that has it, and is idle, would lose its hooks.');
    expect(output).toContain('not revoked yet: you said no');
    await sendHook(old, 'cam-5');
  });

  test('where no URL has a good token there is nothing to rotate', async () => {
    const panel = await startPanel(dataWith('never-made'));
    const { code, stderr } = await rotate(panel, []);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('Nothing to rotate') });
    const alone = await rotate(panel, [], '--hook', 'https://hooks.example.com/hooks/LiveApp/T');
    expect(alone).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('whose token no receiver on this machine has'),
    });
  });

  test('with the --hook of the receiver on this machine it begins', async () => {
    const old = await createOld();
    const panel = await startPanel(dataWith(old));
    const { code, stderr } = await rotate(panel, [old], '--hook', urlOf(old));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(secretsOf(panel.data)).not.toContain(old);
  });
});
