import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRunningFile } from '../../../local/data-dir/data-dir.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import {
  type FakeCloudFormation,
  stackDescription,
  stackNotFound,
  startFakeCloudFormation,
} from '../fake-cloud-formation.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import {
  bodyOf,
  capturedData,
  PANEL_JWT_SECRET,
  PASSWORD,
  type PanelData,
  type releases,
  USER,
  useFakePanels,
} from './fake-panel.ts';
import { rightData, tell } from './right-setup.ts';

const startPanel = useFakePanels();
const DATA_DIR = useTempFolder('doctor');
const receiver = useReceiver(DATA_DIR);

beforeAll(async () => {
  for (const id of ['cam-1', 'cam-auto']) await tell(receiver, id, 'liveStreamStarted');
});

/** Runs the doctor with --json; each row as `grade, what: found`, with the receiver's URL as RECEIVER. */
async function examine(data: PanelData, args: readonly string[] = []) {
  const { url } = await startPanel(data);
  const { code, stdout, stderr } = await runDoctorOn({ url }, ['--json', ...args], { DATA_DIR });
  const json = stderr === '' ? JSON.parse(stdout.replaceAll(receiver.url, 'RECEIVER')) : undefined;
  const rows: string[] = json?.findings.map(
    ({ grade, what, found }: Record<string, string>) => `${grade}, ${what}: ${found}`,
  );
  return { code, stderr, json, rows };
}

describe('a server as it was installed', () => {
  const foreign = 'http://127.0.0.1:18121/***';
  const common = [
    `lost, Webhook URL: ${foreign}`,
    'lost, Retry count: 0',
    'fine, Retry delay: 1000 ms',
    'fine, Live streams: the same 2 on both sides',
    'note, Who may publish: not asked: webhookAuthenticateURL is empty',
    'fine, Clock: the same as ours',
    'note, Keys of 3.0: none that the panel shows',
    'note, Recording: off',
  ];
  const since210 = [
    'fine, Content type: application/json',
    'warning, Heartbeats: off',
    'note, Who may play: not asked: webhookPlayAuthUrl is empty',
    'note, Server events: server.statusWebHookURL: nothing',
  ];

  test.each<{ release: (typeof releases)[number]; version: string; rows: string[] }>([
    {
      release: '2.9.0',
      version: '2.9.0',
      rows: [
        'note, Release: 2.9.0 Community Edition: retries, no JSON, no heartbeats',
        'note, Content type: forms only',
        'note, Heartbeats: none',
        'note, Who may play: not asked',
        'note, Server events: server.statusWebHookURL: the panel does not tell it',
        'lost, Broadcasts, foreign host: 2 of 2: cam-1, cam-auto (127.0.0.1:18121)',
      ],
    },
    {
      release: '2.17.1',
      version: '2.17.1',
      rows: [
        'fine, Release: 2.17.1 Community Edition: retries, JSON, heartbeats',
        ...since210,
        'lost, Broadcasts, foreign host: 4 of 4: 2ypbsq6G2mSGIBnx1268245076377, cam-1, cam-auto, cam-own (127.0.0.1:18121)',
      ],
    },
    {
      release: '3.0.3',
      version: '3.0.3',
      rows: [
        'fine, Release: 3.0.3 Community Edition: retries, JSON, heartbeats',
        ...since210,
        'lost, Broadcasts, foreign host: 2 of 2: cam-1, cam-auto (127.0.0.1:18121)',
      ],
    },
  ])('$release loses hooks, and each row says so', async ({ release, version, rows }) => {
    const examined = await examine(capturedData(release));
    expect(examined).toMatchObject({ code: 1, stderr: '', json: { app: 'LiveApp', version, hooksGetLost: true } });
    expect(examined.rows.toSorted()).toEqual([...common, ...rows].toSorted());
  });
});

describe('a server that is set up right', () => {
  const common = [
    'fine, Webhook URL: RECEIVER/hooks/LiveApp/***',
    'fine, Reachable: from here',
    'note, Reachable from the server: only the server can tell',
    'fine, Retry count: 3',
    'fine, Retry delay: 1000 ms',
    'fine, Live streams: the same 2 on both sides',
    'fine, Who may publish: RECEIVER/authorize/publish/LiveApp/***: a question without a key is refused',
    'fine, Clock: the same as ours',
    'note, Keys of 3.0: none that the panel shows',
    'note, Recording: off',
  ];
  const since210 = [
    'fine, Content type: application/json',
    'fine, Heartbeats: every 5000 ms',
    'fine, Who may play: RECEIVER/authorize/play/LiveApp/***: a question without a key is refused',
    'note, Server events: server.statusWebHookURL: nothing',
  ];

  test.each<{ release: (typeof releases)[number]; rows: string[] }>([
    {
      release: '2.9.0',
      rows: [
        'note, Release: 2.9.0 Community Edition: retries, no JSON, no heartbeats',
        'note, Content type: forms only',
        'note, Heartbeats: none',
        'note, Who may play: not asked',
        'note, Server events: server.statusWebHookURL: the panel does not tell it',
        'fine, Broadcasts: all 2 send to this receiver',
      ],
    },
    {
      release: '2.17.1',
      rows: [
        'fine, Release: 2.17.1 Community Edition: retries, JSON, heartbeats',
        'fine, Broadcasts: all 4 send to this receiver',
        ...since210,
      ],
    },
    {
      release: '3.0.3',
      rows: [
        'fine, Release: 3.0.3 Community Edition: retries, JSON, heartbeats',
        'fine, Broadcasts: all 2 send to this receiver',
        ...since210,
      ],
    },
  ])('$release is fine: exit code 0', async ({ release, rows }) => {
    const examined = await examine(rightData(release, receiver));
    expect(examined).toMatchObject({ code: 0, stderr: '', json: { hooksGetLost: false } });
    expect(examined.rows.toSorted()).toEqual([...common, ...rows].toSorted());
  });

  test('the line for the server answers who posts there, and holds no token', async () => {
    const { json } = await examine(rightData('2.17.1', receiver));
    const { mend } = json.findings.find(({ what }: { what: string }) => what === 'Reachable from the server');
    const [, url = ''] = /curl -sS '?([^' ]+)'?$/.exec(mend) ?? [];
    expect(url).toBe('RECEIVER/hooks/LiveApp/x');
    expect((await fetch(url.replace('RECEIVER', receiver.url))).status).toBe(405);
  });

  test('nothing but GETs and one login reach it', async () => {
    const panel = await startPanel(rightData('2.17.1', receiver));
    await runDoctorOn(panel, [], { DATA_DIR });
    const [login, ...others] = panel.requests.map(({ method, path }) => `${method} ${path}`);
    expect(login).toBe('POST /rest/v2/users/authenticate');
    expect(others.filter((request) => !request.startsWith('GET '))).toEqual([]);
    expect(others).toContain('GET /rest/v2/applications/settings/LiveApp');
  });
});

test('STREAMS_URL names another receiver than that of this machine, whose table is compared', async () => {
  const { url } = await startPanel(rightData('2.17.1', receiver));
  const env = { DATA_DIR, STREAMS_URL: 'http://127.0.0.1:9', STREAMS_TOKEN: 'of-another' };
  const { code, stdout } = await runDoctorOn({ url }, [], env);
  expect(code).toBe(0);
  expect(stdout).toContain('the same 2 on both sides');
});

test('the table is read after the broadcasts: what was done while a password was typed is in both', async () => {
  const data = rightData('2.17.1', receiver);
  data.override = async (path) => {
    if (!path.endsWith('/users/authenticate')) return undefined;
    await tell(receiver, 'late', 'liveStreamStarted');
    data.broadcasts.push({ ...data.broadcasts.find(({ streamId }) => streamId === 'cam-1'), streamId: 'late' });
    return undefined;
  };
  const { rows } = await examine(data);
  await tell(receiver, 'late', 'liveStreamEnded');
  expect(rows).toContain('fine, Live streams: the same 3 on both sides');
});

test('all pages of broadcasts are read', async () => {
  const data = rightData('2.17.1', receiver);
  const [template] = data.broadcasts;
  const more = Array.from({ length: 530 }, (_value, index) => ({ ...template, streamId: `many-${index}` }));
  data.broadcasts.push(...more);
  const last = data.broadcasts.at(-1);
  if (last !== undefined) last.listenerHookURL = 'http://127.0.0.1:9/old';
  expect((await examine(data)).rows).toContain('lost, Broadcasts, foreign host: 1 of 534: many-529 (127.0.0.1:9)');
});

describe('who logs in', () => {
  test('a wrong password is tried exactly once, and never shown', async () => {
    const panel = await startPanel(rightData('2.17.1', receiver));
    const result = await runDoctorOn(panel, [], { DATA_DIR, AMS_PASSWORD: 'wr0ng-one' });
    expect(result).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('The panel refused the e-mail or the password'),
    });
    expect(panel.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /rest/v2/users/authenticate']);
    expect(JSON.stringify([result, panel.requests])).not.toContain('wr0ng-one');
  });

  test('a blocked user is told to wait', async () => {
    const data = rightData('2.17.1', receiver);
    data.override = (path) => (path.endsWith('/authenticate') ? { body: bodyOf('panel-login-blocked') } : undefined);
    const panel = await startPanel(data);
    const { code, stderr } = await runDoctorOn(panel, [], { DATA_DIR });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('wait for 5 minutes') });
    expect(panel.requests).toHaveLength(1);
  });

  test("a JWT secret needs no user, and the application's own JWT filter is passed", async () => {
    const data = rightData('2.17.1', receiver);
    Object.assign(data.settings, { jwtControlEnabled: true, jwtSecretKey: 'S3cret-of-the-app' });
    const panel = await startPanel(data);
    const env = { DATA_DIR, AMS_JWT_SECRET: PANEL_JWT_SECRET, AMS_PASSWORD: undefined };
    const { code, stdout } = await runDoctorOn(panel, [], env);
    expect(code).toBe(0);
    expect(panel.requests.every(({ method }) => method === 'GET')).toBe(true);
    const jwts = panel.requests.map(({ headers }) => headers.proxyauthorization);
    expect(jwts.every((jwt) => /^ey[\w-]+\.[\w-]+\.[\w-]+$/.test(String(jwt)))).toBe(true);
    expect(JSON.stringify([stdout, panel.requests])).not.toMatch(`${PANEL_JWT_SECRET}|S3cret-of-the-app`);
  });

  test('over plain http one is warned before the password is asked for', async () => {
    const url = 'http://media-server.invalid:5080';
    const { code, stdout, stderr } = await runDoctorOn({ url }, [], { DATA_DIR, AMS_PASSWORD: undefined });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Warning: over plain http others can read .*\nPassword: received nothing/);
  });

  test('a JWT secret of another server is refused', async () => {
    const panel = await startPanel(rightData('2.17.1', receiver));
    const { code, stderr } = await runDoctorOn(panel, [], { DATA_DIR, AMS_JWT_SECRET: 'S3cret-of-another' });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('expected AMS_JWT_SECRET to be') });
  });

  test.each([
    { args: ['--password', 'x'], env: {}, says: 'Received a secret as an argument' },
    { args: ['--jwt-secret'], env: {}, says: 'Received a secret as an argument' },
    { args: ['--dry-run'], env: {}, says: 'expected --fix, --rotate or --undo FILE with it' },
    { args: ['--yes'], env: {}, says: 'expected --fix, --rotate or --undo FILE with it' },
    { args: [], env: { AMS_PASSWORD: undefined }, says: 'there is no terminal to ask at' },
    { args: ['--hook', 'http://127.0.0.1/other'], env: {}, says: '--hook: received something else than a webhook URL' },
    {
      args: ['--hook', 'https://127.0.0.1/hooks/LiveApp/<TOKEN>'],
      env: {},
      says: 'received *** or <TOKEN>, which stand for the token',
    },
    {
      args: ['--hook', 'https://127.0.0.1/hooks/LiveApp/***'],
      env: {},
      says: 'received *** or <TOKEN>, which stand for the token',
    },
    { args: ['--server', 'http://admin:S3cret@127.0.0.1'], env: {}, says: '--server: received a URL with a user' },
    { args: ['--server', 'http://127.0.0.1/LiveApp'], env: {}, says: '--server: received a URL with a path' },
    { args: [], env: { DATA_DIR: '/nonexistent' }, says: 'No receiver runs on this machine' },
  ])('$args $env: nothing is asked, and the exit code is 2', async ({ args, env, says }) => {
    const panel = await startPanel(rightData('2.17.1', receiver));
    const result = await runDoctorOn(panel, args, { DATA_DIR, ...env });
    expect(result).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(says) });
    expect(result.stderr).not.toContain('S3cret');
    expect(panel.requests).toEqual([]);
  });
});

describe('with --stack', () => {
  let cloudFormation: FakeCloudFormation;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    const tables = { StreamsTableName: STREAMS_TABLE, TokensTableName: TOKENS_TABLE };
    cloudFormation = await startFakeCloudFormation((_action, stack) =>
      stack === 'Hooks' ? stackDescription(stack, { ...tables, ApiUrl: `${receiver.url}/` }) : stackNotFound(stack),
    );
    const { origin, username } = new URL(readRunningFile(DATA_DIR)?.dynamodb ?? '');
    env = { ...cloudFormation.env, AWS_ENDPOINT_URL_DYNAMODB: origin, AWS_ACCESS_KEY_ID: username };
  });
  afterAll(() => cloudFormation.close());

  test('its tokens are looked up, and its table is read with STREAMS_TOKEN', async () => {
    const panel = await startPanel(rightData('2.17.1', receiver));
    const withToken = await runDoctorOn(panel, ['--stack', 'Hooks'], { ...env, STREAMS_TOKEN: receiver.token });
    expect(withToken).toMatchObject({ code: 0, stderr: '' });
    expect(withToken.stdout).toContain('the same 2 on both sides');
    const without = await runDoctorOn(panel, ['--stack', 'Hooks'], env);
    expect(without).toMatchObject({ code: 0, stderr: '' });
    expect(without.stdout).toContain('read -rs STREAMS_TOKEN && export STREAMS_TOKEN');
    panel.data.settings.listenerHookURL = `${receiver.url}/hooks/LiveApp/unknown`;
    expect(await runDoctorOn(panel, ['--stack', 'Hooks'], env)).toMatchObject({ code: 1 });
  });

  test('with --hook too, each token of the stack is good', async () => {
    const panel = await startPanel(rightData('2.17.1', receiver));
    const args = ['--stack', 'Hooks', '--hook', `${receiver.url}/hooks/LiveApp/unknown`];
    const { code, stdout } = await runDoctorOn(panel, args, env);
    expect(code).toBe(0);
    expect(stdout).toContain(`${receiver.url}/hooks/LiveApp/***`);
  });

  test('with --hook too, hooks to any other address get lost, though this receiver answers there', async () => {
    const panel = await startPanel(rightData('2.17.1', receiver));
    const args = ['--stack', 'Hooks', '--hook', 'https://tunnel.example.com/hooks/LiveApp/unknown'];
    const { code, stdout } = await runDoctorOn(panel, args, env);
    expect(code).toBe(1);
    expect(stdout).toContain(`LOST     Webhook URL                 ${receiver.url}/hooks/LiveApp/***`);
    expect(stdout).toContain('LOST     Broadcasts, another URL     4 of 4');
    expect(stdout.match(/its address is another than that of --hook/g)).toHaveLength(2);
    expect(stdout).toContain('npm run tokens -- create --app LiveApp --stack Hooks prints one');
  });

  test('one that is not there is an error before the panel is asked', async () => {
    const panel = await startPanel(rightData('2.17.1', receiver));
    const { code, stderr } = await runDoctorOn(panel, ['--stack', 'Nothing'], env);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('Nothing') });
    expect(panel.requests).toEqual([]);
  });
});

test('the process itself exits with 2 where the command line is wrong, and with 1 where hooks get lost', async () => {
  const { url } = await startPanel(capturedData('2.17.1'));
  const env = { DATA_DIR, AMS_PASSWORD: PASSWORD };
  const [wrong, losing] = await Promise.all([
    run('doctor', ['--server', url, '--app', 'LiveApp', '--nothing'], env),
    run('doctor', ['--server', url, '--user', USER, '--app', 'LiveApp'], env),
  ]);
  expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining("unknown option '--nothing'") });
  expect(losing).toMatchObject({ code: 1, stderr: '', stdout: expect.stringContaining('LOST') });
});

describe('with --hook alone', () => {
  const itsHook = () => `${receiver.url}/hooks/LiveApp/${receiver.token}`;

  test('with a token of the receiver on this machine, it is that receiver', async () => {
    const { code, json, rows } = await examine(rightData('2.17.1', receiver), ['--hook', itsHook()]);
    expect({ code, hooksGetLost: json.hooksGetLost }).toEqual({ code: 0, hooksGetLost: false });
    expect(rows).toContain('fine, Webhook URL: RECEIVER/hooks/LiveApp/***');
    expect(rows).toContain('fine, Live streams: the same 2 on both sides');
  });

  test('of a receiver elsewhere, its URL is what is right; its token is not settled, and no table is compared', async () => {
    const { url } = await startPanel(rightData('2.17.1', receiver));
    const args = ['--json', '--hook', itsHook()];
    const { code, stdout } = await runDoctorOn({ url }, args, { DATA_DIR: '/nonexistent' });
    const { hooksGetLost, findings } = JSON.parse(stdout);
    expect({ code, hooksGetLost }).toEqual({ code: 0, hooksGetLost: null });
    const row = (what: string) => findings.find((finding: { what: string }) => finding.what === what);
    expect(row('Webhook URL')).toMatchObject({
      grade: 'note',
      found: `${receiver.url}/hooks/LiveApp/*** (as in --hook)`,
      why: expect.stringContaining('whether its token is good cannot be looked up from here'),
      unsettled: true,
    });
    expect(row('Live streams').found).toBe('not compared with the table');
    expect(row('Who may publish').found).toBe(`${receiver.url}/authorize/publish/LiveApp/***`);
  });

  test.each(['/hooks/LiveApp/S3cret', '/prefix/hooks/LiveApp/S3cret'])(
    'at the address of the receiver on this machine, a token that it does not have is refused: %s',
    async (path) => {
      const panel = await startPanel(rightData('2.17.1', receiver));
      for (const base of [receiver.url, receiver.url.replace('127.0.0.1', 'localhost')]) {
        const { code, stderr } = await runDoctorOn(panel, ['--hook', `${base}${path}`], { DATA_DIR });
        expect({ code, stderr }).toEqual({
          code: 2,
          stderr: expect.stringContaining('npm run tokens -- create --app LiveApp prints a webhook URL'),
        });
        expect(stderr).not.toContain('S3cret');
      }
      expect(panel.requests).toEqual([]);
    },
  );

  test('another token, another app or another address is not', async () => {
    for (const hook of [
      `http://127.0.0.1:9/hooks/LiveApp/${receiver.token}`,
      `${receiver.url}/prefix/hooks/LiveApp/${receiver.token}`,
      `${receiver.url}/hooks/Other/${receiver.token}`,
      'https://hooks.example.com/hooks/LiveApp/another',
    ]) {
      const { code, rows } = await examine(rightData('2.17.1', receiver), ['--hook', hook]);
      expect(code).toBe(1);
      expect(rows.filter((row) => row.startsWith('lost, Webhook URL'))).toHaveLength(1);
    }
  });

  test('the app in the URL may be another than that on the media server', async () => {
    const data = rightData('2.17.1', receiver);
    const hook = `${receiver.url}/hooks/site-1/${receiver.token}`;
    data.settings.listenerHookURL = hook;
    for (const broadcast of data.broadcasts) broadcast.listenerHookURL = hook;
    Object.assign(data.settings, { webhookAuthenticateURL: '', webhookPlayAuthUrl: '' });
    expect((await examine(data, ['--hook', hook])).code).toBe(0);
  });
});
