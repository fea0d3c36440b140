import { describe, expect, test } from 'vitest';
import { useReceiver } from '../../local/use-receiver.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import { capturedData, type PanelAnswer, type PanelData, releases, useFakePanels } from './fake-panel.ts';
import { rightData } from './right-setup.ts';

const startPanel = useFakePanels();
const DATA_DIR = useTempFolder('unusable-answers');
const receiver = useReceiver(DATA_DIR);

const html: PanelAnswer = { contentType: 'text/html', body: '<!doctype html><title>S3cret</title>' };
const paths = {
  login: '/rest/v2/users/authenticate',
  version: '/rest/v2/version',
  applications: '/rest/v2/applications',
  settings: '/rest/v2/applications/settings/LiveApp',
  broadcasts: '/rest/v2/request?_path=LiveApp/rest/v2/broadcasts/list/0/100',
};
const everywhere = Object.values(paths);

/** Runs the doctor on a panel, and asserts that it could not look, wrote nothing, and quoted nothing. */
async function expectUnusable(change: (data: PanelData) => void): Promise<string> {
  const data = rightData('2.17.1', receiver);
  change(data);
  const panel = await startPanel(data);
  const { code, stdout, stderr } = await runDoctorOn(panel, [], { DATA_DIR });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toContain('S3cret');
  const written = panel.requests.filter(({ method, path }) => method !== 'GET' && path !== paths.login);
  expect(written).toEqual([]);
  expect(panel.requests.filter(({ path }) => path === paths.login)).toHaveLength(1);
  return stderr;
}

describe.each(everywhere)('where %s', (path) => {
  const name = path.replace('/rest/v2/request?_path=', '/rest/v2/… ');
  const answering = (answer: PanelAnswer | 'close') => (data: PanelData) => {
    data.override = (asked) => (asked === path ? answer : undefined);
  };

  test.each<{ is: string; answer: PanelAnswer | 'close'; says: string }>([
    { is: 'is HTML', answer: html, says: 'received HTML with status 200, expected JSON' },
    { is: 'is an error', answer: { ...html, status: 500 }, says: 'received status 500 with HTML, expected JSON' },
    { is: 'is empty', answer: { body: '' }, says: 'received text that is no JSON, expected JSON' },
    { is: 'is cut', answer: { body: '{"S3cret": ' }, says: 'received text that is no JSON, expected JSON' },
    { is: 'is nothing', answer: { status: 204, body: '' }, says: 'received status 204 with nothing, expected JSON' },
    { is: 'is a redirect', answer: { status: 302, headers: { location: 'http://S3cret/' }, body: '' }, says: 'received a redirect (302), which is not followed' }, // biome-ignore format: a row
    { is: 'breaks off', answer: 'close', says: 'it could not be reached (ECONNRESET)' },
    { is: 'is refused', answer: { ...html, status: 403 }, says: 'received a refusal (403), expected' },
  ])('$is: exit code 2, with what was received, and what to do', async ({ answer, says }) => {
    const stderr = await expectUnusable(answering(answer));
    expect(stderr).toContain(`${name}: ${says}`);
  });
});

test.each<{ name: string; change: (data: PanelData) => void; says: string }>([
  {
    name: 'a document with 12 keys',
    change: (data) => {
      data.settings = Object.fromEntries(Object.entries(data.settings).slice(0, 12));
    },
    says: 'received a document with 12 keys, expected at least 100 keys',
  },
  {
    name: 'a document without appName',
    change: ({ settings }) => delete settings.appName,
    says: 'received nothing as appName, expected a text that is not empty',
  },
  {
    name: 'the document of another application',
    change: ({ settings }) => Object.assign(settings, { appName: 'S3cret' }),
    says: 'received those of another application',
  },
  {
    name: 'a retry count that is a text',
    change: ({ settings }) => Object.assign(settings, { webhookRetryCount: 'S3cret' }),
    says: 'received a value of the type string as webhookRetryCount, expected a number',
  },
  {
    name: 'a webhook URL that is a list',
    change: ({ settings }) => Object.assign(settings, { listenerHookURL: ['S3cret'] }),
    says: 'received a list as listenerHookURL, expected a text',
  },
  {
    name: 'a list instead of the document',
    change: (data) => Object.assign(data, { settings: ['S3cret'] }),
    says: 'received something else than a document',
  },
  {
    name: 'broadcasts that are no list',
    change: (data) => {
      data.override = (path) => (path === paths.broadcasts ? { body: { S3cret: [] } } : undefined);
    },
    says: 'The list of broadcasts: received something else than a list',
  },
  {
    name: 'a version without a number',
    change: (data) => Object.assign(data, { version: { versionName: 'S3cret' } }),
    says: 'received no number, such as 2.17.1',
  },
  {
    name: 'another application',
    change: (data) => {
      data.override = (path) => (path === paths.applications ? { body: { applications: ['WebRTCApp'] } } : undefined);
    },
    says: '--app: received LiveApp, expected an application of this server: WebRTCApp.',
  },
  {
    name: 'a login without success',
    change: (data) => {
      data.override = (path) => (path === paths.login ? { body: {} } : undefined);
    },
    says: 'received JSON without success',
  },
])('$name: exit code 2, and nothing is written', async ({ change, says }) => {
  expect(await expectUnusable(change)).toContain(says);
});

test('a login that is refused with 403 is no matter of the password', async () => {
  const stderr = await expectUnusable((data) => {
    data.override = (path) => (path === paths.login ? { ...html, status: 403 } : undefined);
  });
  expect(stderr).toContain('a firewall or a proxy in front, or the allowed addresses of the panel');
  expect(stderr).not.toContain('administrator');
});

test('a server that is not there is named with what to do', async () => {
  const { code, stdout, stderr } = await runDoctorOn({ url: 'http://127.0.0.1:9' }, [], { DATA_DIR });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('it could not be reached (ECONNREFUSED). Check --server');
});

/** Replaces every text, however deep, by a secret of its own, but for those that are looked at by their value. */
function plant(value: unknown, path = 'S3cret'): unknown {
  if (typeof value === 'string' || value === null) return path;
  if (Array.isArray(value)) return [...value, 'x'].map((each, index) => plant(each, `${path}-${index}`));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plant(each, `${path}-${key}`)]));
}

const asUrl = (secret: string) =>
  `https://user:${secret}@hooks.example.com/${secret}/hooks/${secret}/${secret}?a=${secret}#${secret}`;

const pasteTwice = (path: string) => `${receiver.url}${path}${path}`;

/** Plants secrets in a broadcast, but for what tells which one it is, and how it does. */
const plantInBroadcast = (broadcast: Record<string, unknown>) => {
  const { streamId, status } = broadcast;
  return { ...(plant(broadcast) as object), streamId, status }; // an object stays one
};

describe.each(releases)('secrets in every text of the settings, and of the broadcasts, of %s', (release) => {
  test.each([
    { name: 'as they are', toUrl: (secret: string) => secret },
    { name: 'as URLs', toUrl: asUrl },
    {
      name: 'as the app of a URL of this receiver',
      toUrl: (secret: string) => `${receiver.url}/hooks/${secret}/LiveApp`,
    },
    {
      name: 'as the token of one whose app is a good token',
      toUrl: (secret: string) => `${receiver.url}/hooks/${receiver.token}/${secret}`,
    },
    { name: 'in a URL that is pasted onto itself', toUrl: (secret: string) => pasteTwice(`/hooks/LiveApp/${secret}`) },
    { name: 'beside a good token that is pasted twice', toUrl: () => pasteTwice(`/hooks/LiveApp/${receiver.token}`) },
    {
      name: 'in the address, with a good token',
      toUrl: (secret: string) => `http://127.0.0.1:9/${secret}/hooks/LiveApp/${receiver.token}`,
    },
  ])('$name are never shown', async ({ toUrl }) => {
    const data = capturedData(release);
    const planted = plant(data.settings) as Record<string, unknown>; // an object stays one
    for (const key of ['listenerHookURL', 'webhookAuthenticateURL', 'webhookPlayAuthUrl'])
      if (key in planted) planted[key] = toUrl(String(planted[key]));
    data.settings = { ...planted, appName: 'LiveApp' };
    data.broadcasts = data.broadcasts.map((each) => ({
      ...plantInBroadcast(each),
      listenerHookURL: toUrl('S3cret-of-a-broadcast'),
    }));
    const serverSettings = {
      licenceKey: 'S3cret',
      jwtServerSecretKey: 'S3cret',
      serverStatusWebHookURL: toUrl('S3cret'),
    };
    data.override = (path) => (path === '/rest/v2/server-settings' ? { body: serverSettings } : undefined);
    for (const args of [[], ['--json']]) {
      const { code, stdout, stderr } = await runDoctorOn(await startPanel(data), args, { DATA_DIR });
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(stdout).toContain('Webhook URL');
      expect(stdout.toLowerCase()).not.toContain('s3cret');
      expect(stdout).not.toContain(receiver.token);
    }
  });
});
