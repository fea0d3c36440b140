import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { examine } from '../../../cli/doctor/all-checks.ts';
import { readSettingsDocument } from '../../../cli/doctor/app-settings.ts';
import type { Facts } from '../../../cli/doctor/finding.ts';
import { planMend } from '../../../cli/doctor/mend/mend-plan.ts';
import { replaceValues } from '../../../cli/doctor/mend/settings-text.ts';
import type { ReceiverFacts } from '../../../cli/doctor/receiver-facts.ts';
import { createTokensCommand } from '../../../cli/tokens/tokens-command.ts';
import { hashToken } from '../../../lambda/tokens/token.ts';
import { webhookUrl } from '../../../local/webhook-urls.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { answerOnTerminal } from '../answer-on-terminal.ts';
import { runInProcess } from '../run-in-process.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import {
  bodyOf,
  type CapturedRelease,
  type FakePanel,
  PASSWORD,
  type PanelData,
  releases,
  SETTINGS_PATH,
  USER,
  useFakePanels,
} from './fake-panel.ts';
import { rightData, tell } from './right-setup.ts';

const startPanel = useFakePanels();
const DATA_DIR = useTempFolder('fix');
const receiver = useReceiver(DATA_DIR);
const LOGIN = '/rest/v2/users/authenticate';
const broadcastOf = (id: string) => `/rest/v2/request?_path=LiveApp/rest/v2/broadcasts/${id}`;

beforeAll(async () => {
  for (const id of ['cam-1', 'cam-auto']) await tell(receiver, id, 'liveStreamStarted');
});

const rightHook = () => webhookUrl(receiver.url, 'LiveApp', receiver.token);
const oldHook = () => `${receiver.url}/hooks/LiveApp/S3cret-of-last-year`;

/** Returns a server without a webhook URL, retries and heartbeats, with a broadcast of last year, and with secrets. */
function wrongData(release: CapturedRelease = '2.17.1'): PanelData {
  const data = rightData(release, receiver);
  const wrong: Record<string, unknown> = {
    listenerHookURL: '',
    webhookRetryCount: 0,
    webhookStreamStatusUpdatePeriodMs: -1,
    jwtSecretKey: 'S3cret-jwt',
    s3SecretKey: 'S3cret-s3',
    hlsListSize: 'S3cret "\\ {[,:]} 東京',
  };
  for (const [key, value] of Object.entries(wrong)) if (key in data.settings) data.settings[key] = value;
  Object.assign(data.broadcasts[0] ?? {}, { listenerHookURL: oldHook() });
  return data;
}

const idOf = (data: PanelData): string => String(data.broadcasts[0]?.streamId);
const listCopies = (): string[] => {
  const folder = join(DATA_DIR, 'media-server-copies');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
};
const inOrder = ({ requests }: FakePanel): string[] => requests.map(({ method, path }) => `${method} ${path}`);
const written = (panel: FakePanel): string[] =>
  panel.requests
    .filter(({ method, path }) => method !== 'GET' && path !== LOGIN)
    .map(({ method, path, body }) => `${method} ${path} ${body}`);

/** Runs the doctor on a panel, with the new copies that it wrote. No secret is in its output. */
async function run(panel: FakePanel, ...args: string[]) {
  const before = listCopies();
  const { code, stdout, stderr } = await runDoctorOn(panel, args, { DATA_DIR });
  const copies = listCopies().filter((path) => !before.includes(path));
  expect(`${stdout}${stderr}`).not.toMatch(new RegExp(`S3cret|${receiver.token}`));
  return { code, stdout, stderr, copies, copy: copies[0] ?? '' };
}

async function fix(data: PanelData, ...args: string[]) {
  const panel = await startPanel(data);
  return { panel, ...(await run(panel, '--fix', '--yes', ...args)) };
}

test('without --fix one line says what it would change, and none where that is nothing', async () => {
  const { stdout } = await run(await startPanel(wrongData()));
  expect(stdout).toContain('\n--fix sets 3 settings and the URL of 1 broadcast, after a question: see what with');
  const { stdout: right } = await run(await startPanel(rightData('2.17.1', receiver)));
  expect(right).not.toContain('--fix sets');
});

test('each row that --fix sets says so, and no other: not that of a webhook URL where none is known', async () => {
  const data = wrongData();
  Object.assign(data.settings, { webhookContentType: 'application/x-www-form-urlencoded', webhookRetryDelay: 700 });
  const setRows = (hookUrl: string | undefined) =>
    examine(factsOf(data, { hookUrl, tokens: [{ ...goodToken, hash: hashToken(receiver.token) }] }))
      .filter(({ mend }) => mend?.startsWith('--fix sets it; by hand: '))
      .map(({ what }) => what);
  expect(setRows(rightHook())).toEqual(['Webhook URL', 'Content type', 'Retry count', 'Heartbeats']);
  expect(setRows(undefined)).toEqual(['Content type', 'Retry count', 'Heartbeats']);
  expect(setRows(oldHook())).toEqual(setRows(undefined));
});

describe('--fix', () => {
  test.each(releases)('on %s sends exactly the recipe, and all is mended', async (release) => {
    const data = wrongData(release);
    const before = structuredClone(data.settings);
    const { panel, code, stdout, stderr } = await fix(data);
    const wanted = { listenerHookURL: rightHook(), webhookRetryCount: 3, webhookStreamStatusUpdatePeriodMs: 5_000 };
    const changes = Object.fromEntries(Object.entries(wanted).filter(([key]) => key in before));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(written(panel)).toEqual([
      `POST ${SETTINGS_PATH} ${JSON.stringify({ ...before, ...changes })}`,
      `PUT ${broadcastOf(idOf(data))} ${JSON.stringify({ listenerHookURL: rightHook() })}`,
    ]);
    const requests = inOrder(panel);
    const post = requests.indexOf(`POST ${SETTINGS_PATH}`);
    const broadcast = broadcastOf(idOf(data));
    expect(requests.slice(post - 1, post + 5)).toEqual([
      `GET ${SETTINGS_PATH}`,
      `POST ${SETTINGS_PATH}`,
      `GET ${SETTINGS_PATH}`,
      `GET ${broadcast}`,
      `PUT ${broadcast}`,
      `GET ${broadcast}`,
    ]);
    expect(requests.filter((request) => request.endsWith(LOGIN))).toEqual([`POST ${LOGIN}`]);
    const [, afterwards = ''] = stdout.split('After the change:');
    expect(afterwards).toContain('No hooks are seen to get lost');
  });

  test('the copy holds what was there, and only this user can read it', async () => {
    const data = wrongData();
    const [before, id] = [JSON.stringify(data.settings), idOf(data)];
    const umask = process.umask(0o022); // the receiver of this process has set one under which every file is private
    const { copies, copy, stdout } = await fix(data).finally(() => process.umask(umask));
    expect(copies).toHaveLength(1);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(statSync(join(copy, '..')).mode & 0o777).toBe(0o700);
    const content = JSON.parse(readFileSync(copy, 'utf8'));
    expect(content).toMatchObject({ app: 'LiveApp', settings: before, broadcasts: [{ id, from: oldHook() }] });
    expect(stdout).toContain(copy);
  });

  test('with --json there is one document on the standard output', async () => {
    const { stdout, stderr, copy } = await fix(wrongData(), '--json');
    const json = JSON.parse(stdout);
    expect(json).toMatchObject({ hooksGetLost: false, dryRun: false, notChanged: [] });
    expect(json.changes).toContainEqual({ what: 'webhookRetryCount', from: '0', to: '3' });
    expect(stderr).toContain(copy);
  });

  test('what is right is left: nothing is written, and there is no copy', async () => {
    const { panel, code, copies, stdout } = await fix(rightData('2.17.1', receiver));
    expect({ code, copies, written: written(panel) }).toEqual({ code: 0, copies: [], written: [] });
    expect(stdout).toContain('Nothing to change.');
  });

  test('a broadcast of a foreign host is left alone, and still loses hooks', async () => {
    const data = wrongData();
    Object.assign(data.broadcasts[0] ?? {}, { listenerHookURL: 'https://hooks.example.com/S3cret' });
    const { panel, code, stdout } = await fix(data);
    expect(code).toBe(1);
    expect(written(panel).filter((request) => request.startsWith('PUT'))).toEqual([]);
    expect(stdout).toContain(`broadcasts of foreign hosts: ${idOf(data)}: somebody else listens there`);
    expect(stdout).toContain('--fix --replace-host hooks.example.com; by hand: PUT {"listenerHookURL": "…"} to');
  });

  test('with --replace-host broadcasts of that host are changed too, and of no other', async () => {
    const data = wrongData();
    const hosts = ['hooks.example.com', 'hooks.example.com:8443', 'other.example.com:8443', 'www.hooks.example.com'];
    data.broadcasts = hosts.map((host, index) => ({
      ...data.broadcasts[0],
      ...{ streamId: `cam-${index}`, status: 'finished', listenerHookURL: `https://${host}/S3cret` },
    }));
    const args = ['--replace-host', 'Hooks.example.com', '--replace-host', 'other.example.com:8443'];
    const { panel, code, stdout } = await fix(data, ...args);
    expect(code).toBe(1);
    expect(written(panel).filter((request) => request.startsWith('PUT'))).toEqual(
      ['cam-0', 'cam-1', 'cam-2'].map(
        (id) => `PUT ${broadcastOf(id)} ${JSON.stringify({ listenerHookURL: rightHook() })}`,
      ),
    );
    expect(stdout).toContain('broadcasts of foreign hosts: cam-3: somebody else listens there');
    expect(stdout).toContain('--fix --replace-host HOST, for each; by hand: PUT');
  });

  test.each([
    { host: 'https://hooks.example.com/S3cret', more: ['--fix', '--yes'], says: 'something else than a host' },
    { host: 'hooks.example.com', more: [], says: 'Received --replace-host, expected --fix with it' },
  ])('--replace-host $host $more is refused, and nothing is sent', async ({ host, more, says }) => {
    const panel = await startPanel(wrongData());
    const { code, stderr } = await run(panel, '--replace-host', host, ...more);
    expect({ code, stderr, requests: inOrder(panel) }).toEqual({
      code: 2,
      stderr: expect.stringContaining(says),
      requests: [],
    });
  });

  test('a foreign URL of the application is replaced, and its host is named', async () => {
    const data = wrongData();
    data.settings.listenerHookURL = 'https://hooks.example.com/S3cret';
    const { stdout } = await fix(data, '--dry-run');
    expect(stdout).toMatch(/→ .*\/\*\*\* \(hooks\.example\.com gets no more hooks of this application\)\n/);
  });

  test('broadcasts of which the same is changed, or left, are in one line, and each in the JSON', async () => {
    const data = wrongData();
    data.broadcasts = Array.from({ length: 14 }, (_, index) => ({
      ...data.broadcasts[0],
      streamId: `cam-${index}`,
      ...(index < 7 && { type: 'streamSource', status: 'broadcasting' }),
    }));
    const { stdout } = await fix(data, '--dry-run');
    expect(stdout).toMatch(/\n {2}7 broadcasts cam-7, cam-8, cam-9, cam-10, cam-11 and 2 more +http/);
    expect(stdout).toMatch(/\n {2}7 broadcasts cam-0, cam-1, cam-2, cam-3, cam-4 and 2 more: a live pull source/);
    const { changes, notChanged } = JSON.parse((await fix(data, '--dry-run', '--json')).stdout);
    expect(changes.at(-1)).toEqual({ what: 'broadcast cam-13', from: expect.any(String), to: expect.any(String) });
    expect(notChanged).toHaveLength(7);
  });

  test('without a terminal and --yes it is refused, and nothing is sent', async () => {
    const panel = await startPanel(wrongData());
    const { code, stderr } = await run(panel, '--fix');
    expect({ code, requests: inOrder(panel) }).toEqual({ code: 2, requests: [] });
    expect(stderr).toContain('expected --yes');
  });

  test('--dry-run shows each change, and sends nothing but GETs and the login', async () => {
    const data = wrongData();
    const panel = await startPanel(data);
    const { code, stdout, copies } = await run(panel, '--fix', '--dry-run');
    expect({ code, copies, written: written(panel) }).toEqual({ code: 1, copies: [], written: [] });
    const lines = stdout.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' '));
    const hook = `${receiver.url}/hooks/LiveApp/***`;
    expect(lines).toContain(`listenerHookURL nothing → ${hook}`);
    expect(lines).toContain('webhookRetryCount 0 → 3');
    expect(lines).toContain('webhookStreamStatusUpdatePeriodMs -1 → 5000');
    expect(lines).toContain(`broadcast ${idOf(data)} ${hook} → ${hook}`);
  });
});

describe.skipIf(process.platform !== 'linux')('on a terminal (that of script, of util-linux)', () => {
  /** Mends a server on a terminal, and gives this answer to the question. */
  const answerOn = ({ url }: FakePanel, answer: string) =>
    answerOnTerminal(
      `cli/doctor.ts --server ${url} --user ${USER} --app LiveApp --fix`,
      { DATA_DIR, AMS_PASSWORD: PASSWORD, AMS_JWT_SECRET: '' },
      answer,
    );

  test.each(['no\n', '\n', '\x04'])('nothing is changed unless the answer is yes: %j', async (answer) => {
    const panel = await startPanel(wrongData());
    const { code, output } = await answerOn(panel, answer);
    expect(output).toMatch(/webhookRetryCount +0 → 3/);
    expect(output).toContain('Nothing was changed.');
    expect({ code, written: written(panel) }).toEqual({ code: 2, written: [] });
  });

  test.each([
    { count: 20, shown: true },
    { count: 19, shown: false },
  ])('a progress bar is shown for $count broadcasts: $shown', async ({ count, shown }) => {
    const data = wrongData();
    data.broadcasts = Array.from({ length: count }, (_, index) => ({
      ...data.broadcasts[0],
      streamId: `cam-${index}`,
    }));
    const { output } = await answerOn(await startPanel(data), 'yes\n');
    expect(output.includes(`░ 0/${count} broadcasts`)).toBe(shown);
  });

  test('all is mended when it is', async () => {
    const panel = await startPanel(wrongData());
    const { code, output } = await answerOn(panel, 'yes\n');
    expect({ code, count: written(panel).length }).toEqual({ code: 0, count: 2 });
    expect(output).toContain('No hooks are seen to get lost');
  });
});

describe('which webhook URL is set', () => {
  const hookOf = (data: PanelData) => data.settings.listenerHookURL;

  test("the operator's, whatever this machine has", async () => {
    const data = wrongData();
    const hook = 'http://127.0.0.1:9/hooks/LiveApp/S3cret-of-the-operator';
    for (const broadcast of data.broadcasts) broadcast.listenerHookURL = `${hook}-of-last-year`;
    const { code, stdout } = await fix(data, '--hook', hook);
    expect(code).toBe(0);
    expect(stdout).toMatch(/listenerHookURL +nothing → .*\(its token could not be checked here\)/);
    expect([hookOf(data), ...data.broadcasts.map(({ listenerHookURL }) => listenerHookURL)]).toEqual(
      Array.from({ length: data.broadcasts.length + 1 }, () => hook),
    );
  });

  test("the application's own for its broadcasts, when it is good", async () => {
    const data = wrongData();
    const own = webhookUrl(receiver.url, 'LiveApp', await createToken());
    data.settings.listenerHookURL = own;
    expect((await fix(data)).code).toBe(0);
    expect([hookOf(data), data.broadcasts[0]?.listenerHookURL]).toEqual([own, own]);
  });

  test("the operator's for broadcasts, even where the application has another good one", async () => {
    const data = wrongData();
    data.settings.listenerHookURL = rightHook();
    const tokens = ['of-the-operator', receiver.token].map((secret) => ({ ...goodToken, hash: hashToken(secret) }));
    const hookUrl = webhookUrl(receiver.url, 'LiveApp', 'of-the-operator');
    const { broadcasts } = planMend(factsOf(data, { tokens, hookToken: 'of-the-operator', hookUrl }), false);
    expect(broadcasts.map(({ to }) => to)).toEqual([hookUrl]);
  });

  test('none where nothing tells what is at the address, and its token is good', async () => {
    const data = wrongData();
    const silent = `http://127.0.0.1:9/hooks/LiveApp/${receiver.token}`;
    data.settings.listenerHookURL = silent;
    for (const broadcast of data.broadcasts) broadcast.listenerHookURL = silent;
    const { code, stdout } = await fix(data);
    expect(code).toBe(0);
    expect(hookOf(data)).toBe(silent);
    expect(data.broadcasts.every(({ listenerHookURL }) => listenerHookURL === silent)).toBe(true);
    expect(stdout).toContain('its token is good, but nothing tells from here what is at its address');
  });

  test('another one than one whose token expires', async () => {
    const data = wrongData();
    data.settings.listenerHookURL = webhookUrl(receiver.url, 'LiveApp', await createToken('--expires', '36h'));
    expect((await fix(data)).code).toBe(0);
    expect(hookOf(data)).toBe(rightHook());
  });

  test('none that is no better: it says why, and mends the rest', async () => {
    const data = wrongData();
    const ofOtherApp = webhookUrl(receiver.url, 'LiveApp', await createToken('--app', 'Other'));
    const plan = planMend(factsOf(data, { hookUrl: ofOtherApp }), false);
    expect(plan.settings.map(({ key }) => key)).toEqual(['webhookRetryCount', 'webhookStreamStatusUpdatePeriodMs']);
    expect(plan.broadcasts).toEqual([]);
    expect(plan.left.map(({ what }) => what)).toEqual(['listenerHookURL', `broadcast ${idOf(data)}`]);
    expect(plan.left[0]?.why).toContain('its token was never made here');
  });

  test('none where none is known', async () => {
    const { left } = planMend(factsOf(wrongData(), { hookUrl: undefined }), false);
    expect(left[0]?.why).toContain('which URL it should be is not known. Give the webhook URL with --hook');
  });
});

const goodToken = { scopes: ['hooks'] as const, app: 'LiveApp', label: '', createdAt: 0, expiresAt: null };

/** Returns the facts of a server, and of a receiver whose tokens are those of this machine. */
function factsOf({ settings, broadcasts }: PanelData, more: Partial<ReceiverFacts>): Facts {
  const release = { text: '2.17.1', version: [2, 17, 1] } as const;
  const [first] = broadcasts;
  const broadcast = { id: String(first?.streamId), status: 'created', type: 'liveStream', name: 'Gate', startTime: 0 };
  return {
    now: Date.now(),
    server: {
      url: 'http://127.0.0.1:5080',
      app: 'LiveApp',
      release,
      settings: readSettingsDocument(settings, 'LiveApp').settings,
      broadcasts: [{ ...broadcast, hookUrl: oldHook() }],
      unreadable: [],
      counted: [1, 1],
      statusHookUrl: null,
      clockAheadMs: 0,
      isRelayed: false,
    },
    receiver: {
      url: receiver.url,
      app: 'LiveApp',
      tokens: [],
      hookToken: undefined,
      readLive: async () => [],
      ...more,
    },
    probes: {
      addresses: new Map([[receiver.url, { who: 'receiver', text: '' }]]),
      publish: null,
      play: null,
      live: [],
    },
  };
}

async function createToken(...args: string[]): Promise<string> {
  const app = args.includes('--app') ? [] : ['--app', 'LiveApp'];
  const { stdout } = await runInProcess(createTokensCommand(), ['create', '--json', ...app, ...args], { DATA_DIR });
  return JSON.parse(stdout).secret;
}

describe('a live pull source', () => {
  const pullData = (type = 'streamSource') => {
    const data = wrongData();
    Object.assign(data.broadcasts[1] ?? {}, { streamId: 'cam-1', type, listenerHookURL: oldHook() });
    return data;
  };
  const puts = (panel: FakePanel) => inOrder(panel).filter((request) => request.startsWith('PUT'));

  test.each(['streamSource', 'ipCamera', 'VoD'])('of the type %s is not changed', async (type) => {
    const data = pullData(type);
    const { panel, code, stdout } = await fix(data);
    expect({ code, puts: puts(panel) }).toEqual({ code: 1, puts: [`PUT ${broadcastOf(idOf(data))}`] });
    expect(stdout).toContain('broadcast cam-1: a live pull source, which a change restarts');
  });

  test('is with --restart-sources', async () => {
    const { panel, code } = await fix(pullData(), '--restart-sources');
    expect(code).toBe(0);
    expect(puts(panel)).toContain(`PUT ${broadcastOf('cam-1')}`);
  });

  test('that began while the doctor looked is not changed either', async () => {
    const data = pullData();
    Object.assign(data.broadcasts[1] ?? {}, { status: 'finished' });
    data.whenStored = () => Object.assign(data.broadcasts[1] ?? {}, { status: 'broadcasting' });
    const { panel, code } = await fix(data);
    expect({ code, puts: puts(panel) }).toEqual({ code: 1, puts: [`PUT ${broadcastOf(idOf(data))}`] });
  });
});

describe('a server that makes something else of it', () => {
  test('another key differs: the copy goes back, and it says so', async () => {
    const data = wrongData();
    const before = JSON.stringify(data.settings);
    data.whenStored = (settings, posts) => posts === 1 && Object.assign(settings, { jwtSecretKey: 'S3cret-other' });
    const { panel, code, stderr, copy } = await fix(data);
    expect(code).toBe(2);
    expect(stderr).toContain('had other values than were sent, in jwtSecretKey. All settings were put back');
    expect(stderr).toContain(`--undo '${copy}'`);
    expect(written(panel)).toEqual([expect.stringMatching(/^POST /), `POST ${SETTINGS_PATH} ${before}`]);
    expect(inOrder(panel).at(-1)).toBe(`GET ${SETTINGS_PATH}`);
    expect(data.settings.jwtSecretKey).toBe('S3cret-jwt');
  });

  test('it differs after that, too: it says so', async () => {
    const data = wrongData();
    data.whenStored = (settings) => Object.assign(settings, { jwtSecretKey: 'S3cret-other' });
    const { code, stderr } = await fix(data);
    expect(code).toBe(2);
    expect(stderr).toContain('They were put back, and are not as before, in jwtSecretKey');
  });

  test('a document with 12 keys is left of it: the copy goes back', async () => {
    const data = wrongData();
    const { jwtSecretKey } = data.settings;
    data.whenStored = (settings, posts) => {
      if (posts === 1) for (const key of Object.keys(settings).slice(12)) delete settings[key];
    };
    const { code, stderr } = await fix(data);
    expect(code).toBe(2);
    expect(stderr).toContain('All settings were put back, and are as before');
    expect(data.settings.jwtSecretKey).toBe(jwtSecretKey);
  });

  test('a key of ours that is not taken is a difference', async () => {
    const data = wrongData();
    data.whenStored = (settings, posts) => posts === 1 && Object.assign(settings, { webhookRetryCount: 0 });
    expect((await fix(data)).stderr).toContain('had other values than were sent, in webhookRetryCount.');
  });

  test('what the server sets by itself is none', async () => {
    const data = wrongData();
    Object.assign(data.defaults, { maxBitrateAccept: 0 });
    Object.assign(data.settings, { maxBitrateAccept: 5_000, encoderSettingsString: '' });
    expect((await fix(data)).code).toBe(0);
    expect(data.settings).toMatchObject({ maxBitrateAccept: 0, encoderSettingsString: '[]' });
  });

  test('success: false: nothing else is sent', async () => {
    const data = wrongData();
    data.override = (path, method) => (method === 'POST' && path !== LOGIN ? { body: { success: false } } : undefined);
    const { panel, code, stderr } = await fix(data);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('success: false') });
    expect(inOrder(panel).at(-1)).toBe(`POST ${SETTINGS_PATH}`);
  });

  test('the connection breaks off at the POST: it says where the copy is, and how to undo', async () => {
    const data = wrongData();
    data.override = (path, method) => (method === 'POST' && path === SETTINGS_PATH ? 'close' : undefined);
    const { panel, code, stderr, copy } = await fix(data);
    expect(code).toBe(2);
    expect(stderr).toContain('Whether the settings were stored is not known');
    expect(stderr).toContain(`To put them back: npm run doctor -- --server '${panel.url}' --user 'admin@example.com' --app LiveApp --undo '${copy}'`); // biome-ignore format: a line
    expect(inOrder(panel).at(-1)).toBe(`POST ${SETTINGS_PATH}`);
  });

  test('the connection breaks off at the read-back: the same, and the copy can be put back', async () => {
    const data = wrongData();
    const before = structuredClone(data.settings);
    const panel = await startPanel(data);
    data.override = (path, method) =>
      data.posts === 1 && method === 'GET' && path === SETTINGS_PATH ? 'close' : undefined;
    const { code, stderr, copy } = await run(panel, '--fix', '--yes');
    expect(code).toBe(2);
    expect(stderr).toContain('The settings were stored, but could not be read back');
    expect(stderr).toContain(`--undo '${copy}'`);
    data.override = () => undefined;
    expect((await run(panel, '--undo', copy, '--yes')).code).toBe(0);
    expect({ ...data.settings, updateTime: 0 }).toEqual({ ...before, updateTime: 0, encoderSettingsString: '[]' });
  });

  test('somebody else changed a value since it was shown: nothing is written', async () => {
    const data = wrongData();
    let reads = 0;
    data.override = (path) => {
      if (path === SETTINGS_PATH && ++reads === 2) data.settings.webhookRetryCount = 2;
      return undefined;
    };
    const { panel, code, stderr, copies } = await fix(data);
    expect({ code, copies, written: written(panel) }).toEqual({ code: 2, copies: [], written: [] });
    expect(stderr).toContain('changed meanwhile by somebody else, in webhookRetryCount.');
  });

  test("the application's own JWT filter is passed", async () => {
    const data = wrongData();
    data.settings.jwtControlEnabled = true;
    const { panel, code } = await fix(data);
    expect(code).toBe(0);
    const put = panel.requests.find(({ method }) => method === 'PUT');
    expect(put?.headers.authorization).toMatch(/^ey/);
  });

  test('after 5 broadcasts in a row without an answer no more is sent', async () => {
    const data = wrongData();
    const [first] = data.broadcasts;
    data.broadcasts = Array.from({ length: 8 }, (_value, index) => ({ ...first, streamId: `old-${index}` }));
    data.override = (path) => (path.includes('/broadcasts/old-') ? 'close' : undefined);
    const { panel, code, stdout } = await fix(data);
    expect(code).toBe(2);
    expect(inOrder(panel).filter((request) => request.includes('/broadcasts/old-'))).toHaveLength(5);
    expect(stdout).toContain('3 broadcasts old-5, old-6, old-7: not tried: the server answered no more');
  });

  test('a broadcast that keeps its URL is listed, and the exit code is 2', async () => {
    const data = wrongData();
    data.override = (_path, method) => (method === 'PUT' ? { body: { success: true } } : undefined);
    const { code, stdout } = await fix(data);
    expect(code).toBe(2);
    expect(stdout).toContain(`broadcast ${idOf(data)}: the server says success, and has another webhook URL`);
  });
});

test.each([
  { name: 'with 12 keys', change: (settings: Record<string, unknown>) => Object.fromEntries(Object.entries(settings).slice(0, 12)) }, // biome-ignore format: a row
  { name: 'without appName', change: ({ appName: _, ...settings }: Record<string, unknown>) => settings },
  { name: 'of another app', change: (settings: Record<string, unknown>) => ({ ...settings, appName: 'Other' }) },
  { name: 'whose letters are no UTF-8', change: (settings: Record<string, unknown>) => ({ ...settings, hlsTime: '\uFFFD' }) }, // biome-ignore format: a row
])('a document $name: nothing is written', async ({ change }) => {
  const data = wrongData();
  data.settings = change(data.settings);
  const { panel, code, copies } = await fix(data);
  expect({ code, copies, written: written(panel) }).toEqual({ code: 2, copies: [], written: [] });
});

describe('--undo', () => {
  /** Returns a server that was mended, its copy, and its settings before. */
  async function mended() {
    const data = wrongData();
    data.settings.encoderSettingsString = '[]';
    const before = JSON.stringify({ ...data.settings, updateTime: 0 });
    const { panel, copy } = await fix(data);
    return { data, panel, copy, before };
  }

  test('puts back the settings byte for byte, and the URLs of broadcasts', async () => {
    const { data, panel, copy, before } = await mended();
    expect(data.settings.webhookRetryCount).toBe(3);
    const { code, stdout, copies } = await run(panel, '--undo', copy, '--yes');
    expect(code).toBe(0);
    expect(JSON.stringify({ ...data.settings, updateTime: 0 })).toBe(before);
    expect(data.broadcasts[0]?.listenerHookURL).toBe(oldHook());
    expect(stdout).toContain(
      `Put back.\nNow look: npm run doctor -- --server '${panel.url}' --user '${USER}' --app LiveApp\n`,
    );
    expect(statSync(copies[0] ?? '').mode & 0o777).toBe(0o600);
  });

  test('with --dry-run shows what would go back, of other settings the names alone', async () => {
    const { data, panel, copy } = await mended();
    Object.assign(data.settings, { s3SecretKey: 'S3cret-new' });
    const count = written(panel).length;
    const { code, stdout, copies } = await run(panel, '--undo', copy, '--dry-run');
    expect({ code, copies, written: written(panel).length }).toEqual({ code: 0, copies: [], written: count });
    expect(stdout).toMatch(/webhookRetryCount +3 → 0\n/);
    expect(stdout).toMatch(/s3SecretKey +a value \(not shown\) → a value \(not shown\)\n/);
  });

  test('somebody else changes a setting while it is asked: nothing is written', async () => {
    const { data, panel, copy } = await mended();
    let reads = 0;
    data.override = (path) => {
      if (path === SETTINGS_PATH && ++reads === 2) data.settings.s3SecretKey = 'S3cret-new';
      return undefined;
    };
    const count = written(panel).length;
    const { code, stderr } = await run(panel, '--undo', copy, '--yes');
    expect({ code, written: written(panel).length }).toEqual({ code: 2, written: count });
    expect(stderr).toContain('changed meanwhile by somebody else, in s3SecretKey.');
  });

  test('a broadcast that somebody else changed since is left alone', async () => {
    const { data, panel, copy } = await mended();
    Object.assign(data.broadcasts[0] ?? {}, { listenerHookURL: 'https://hooks.example.com/S3cret' });
    const { code, stdout } = await run(panel, '--undo', copy, '--yes');
    expect(code).toBe(2);
    expect(stdout).toContain('its webhook URL was changed meanwhile by somebody else');
    expect(data.broadcasts[0]?.listenerHookURL).toBe('https://hooks.example.com/S3cret');
  });

  test('says before it asks which broadcasts are left, in one line for each reason, and puts back the others', async () => {
    const data = wrongData();
    data.broadcasts = Array.from({ length: 12 }, (_, index) => ({
      ...data.broadcasts[0],
      ...{ streamId: `cam-${index}`, status: 'finished', type: 'streamSource' },
    }));
    const { panel, copy } = await fix(data);
    for (const broadcast of data.broadcasts.slice(0, 7)) broadcast.listenerHookURL = 'https://hooks.example.com/S3cret';
    for (const broadcast of data.broadcasts.slice(7, 9)) broadcast.status = 'broadcasting';
    data.broadcasts.pop();
    const left = [
      'Not changed:',
      '  7 broadcasts cam-0, cam-1, cam-2, cam-3, cam-4 and 2 more: its webhook URL was changed meanwhile by somebody else',
      '  2 broadcasts cam-7, cam-8: a live pull source, which a change restarts: --restart-sources',
      '  broadcast cam-11: it is not among the broadcasts of the server',
    ].join('\n');
    const { code, stdout } = await run(panel, '--undo', copy, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}2 broadcasts cam-9, cam-10 +http/);
    expect(stdout).toContain(left);
    const puts = () => inOrder(panel).filter((request) => request.startsWith('PUT')).length;
    const before = puts();
    const undone = await run(panel, '--undo', copy, '--yes');
    expect({ code: undone.code, puts: puts() - before }).toEqual({ code: 2, puts: 2 });
    expect(undone.stdout.split(left)).toHaveLength(3); // before the question, and at the end
  });

  test('broadcasts that cannot be listed are tried one by one, and the settings go back', async () => {
    const { data, panel, copy } = await mended();
    data.override = (path) => (path.includes('/broadcasts/list/') ? { status: 500, body: '' } : undefined);
    expect((await run(panel, '--undo', copy, '--yes')).code).toBe(0);
    expect([data.settings.webhookRetryCount, data.broadcasts[0]?.listenerHookURL]).toEqual([0, oldHook()]);
  });

  test('a copy of another release is refused', async () => {
    const { data, panel, copy } = await mended();
    Object.assign(data.settings, { newKey: 1 });
    const count = written(panel).length;
    const { code, stderr } = await run(panel, '--undo', copy, '--yes');
    expect({ code, written: written(panel).length }).toEqual({ code: 2, written: count });
    expect(stderr).toContain('a copy with other keys than the server has (newKey)');
  });

  test.each<{ name: string; spoil: (copy: string) => void; says: string }>([
    { name: 'readable by others', spoil: (copy) => chmodSync(copy, 0o640), says: 'a file that others can read' },
    { name: 'no copy', spoil: (copy) => writeFileSync(copy, '{"S3cret":1}'), says: 'received something else' },
    { name: 'no JSON', spoil: (copy) => writeFileSync(copy, 'S3cret'), says: 'received something else' },
    { name: 'of another server', spoil: replaceIn(/"server": "[^"]*"/, '"server": "http://127.0.0.1:9"'), says: 'a copy of another server' }, // biome-ignore format: a row
    { name: 'of another app', spoil: replaceIn(/"app": "LiveApp"/, '"app": "Other"'), says: 'a copy of another application' }, // biome-ignore format: a row
  ])('a file that is $name is refused, and nothing is sent', async ({ spoil, says }) => {
    const { panel, copy } = await mended();
    spoil(copy);
    const count = panel.requests.length;
    const { code, stderr } = await run(panel, '--undo', copy, '--yes');
    expect({ code, requests: panel.requests.length }).toEqual({ code: 2, requests: count });
    expect(stderr).toContain(says);
  });

  test('a file that is missing is refused', async () => {
    const { panel } = await mended();
    expect((await run(panel, '--undo', join(DATA_DIR, 'missing.json'), '--yes')).stderr).toContain('received no file');
  });
});

function replaceIn(pattern: RegExp, text: string): (path: string) => void {
  return (path) => writeFileSync(path, readFileSync(path, 'utf8').replace(pattern, text));
}

test('planted secrets are in no file but the copies', async () => {
  await fix(wrongData());
  const isCopy = (path: string) => path.startsWith('media-server-copies');
  const files = readdirSync(DATA_DIR, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const holding = files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path, 'latin1').includes('S3cret'))
    .map((path) => path.slice(DATA_DIR.length + 1));
  expect(holding.length).toBeGreaterThan(0);
  expect(holding.filter((path) => !isCopy(path))).toEqual([]);
});

describe('the text of a document', () => {
  test.each(['panel-settings-get', '2.9.0/panel-settings-get', '3.0.3/panel-settings-get'])(
    'of %s stays byte for byte, but for the values that are changed',
    (name) => {
      const text = bodyOf(name);
      expect(text).toContain(':1.0'); // which JSON.stringify would write as 1
      const changed = replaceValues(text, { listenerHookURL: 'https://new "\\', webhookRetryCount: 3 });
      const expected = text
        .replace(/"listenerHookURL":"[^"]*"/, () => '"listenerHookURL":"https://new \\"\\\\"')
        .replace(/"webhookRetryCount":\d+/, '"webhookRetryCount":3');
      expect(changed).toBe(expected);
    },
  );

  test.each([
    { text: '{"a" : 1 , "b":{"a":[1,{"a":2}],"c":"}\\""},"c":[ ] }', changed: '{"a" : 7 , "b":{"a":[1,{"a":2}],"c":"}\\""},"c":8 }' }, // biome-ignore format: a row
    { text: '{"c":{"x":1},"a":"a\\\\"}', changed: '{"c":8,"a":7}' },
    { text: '{"c":null,"\\u0061":-1.5e3}', changed: '{"c":8,"\\u0061":7}' },
  ])('$text', ({ text, changed }) => {
    expect(replaceValues(text, { a: 7, c: 8 })).toBe(changed);
  });

  test('of any object is what JSON.stringify makes of the changed one, however it is indented', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
        fc.nat(),
        fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))), // without -0
        fc.nat(2),
        (object, at, value, indent) => {
          const document = JSON.parse(JSON.stringify(object));
          const key = Object.keys(document)[at % Object.keys(document).length] ?? '';
          const kept = indent === 0 || typeof value !== 'object' ? value : null; // a new value is not indented
          const changed = JSON.stringify({ ...document, [key]: kept }, null, indent);
          expect(replaceValues(JSON.stringify(document, null, indent), { [key]: kept })).toBe(changed);
        },
      ),
    );
  });

  test.each(['{"a":1,"a":2}', '{"b":1}', '{}', '[1]'])('of %s is refused', (text) => {
    expect(() => replaceValues(text, { a: 7 })).toThrow('The settings: received');
  });
});
