import { beforeAll, describe, expect, test } from 'vitest';
import { createTokensCommand } from '../../../cli/tokens/tokens-command.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import { type CapturedRelease, type PanelData, useFakePanels } from './fake-panel.ts';
import { rightData, tell } from './right-setup.ts';

const startPanel = useFakePanels();
const DATA_DIR = useTempFolder('wrong-setups');
const receiver = useReceiver(DATA_DIR);
/** Secrets of tokens that do not do, or not for long. */
const secrets = { reading: '', ofOtherApp: '', expiring: '', open: '', revoked: '' };

async function createToken(...args: string[]): Promise<{ id: string; secret: string }> {
  const { stdout } = await runInProcess(createTokensCommand(), ['create', '--json', ...args], { DATA_DIR });
  return JSON.parse(stdout);
}

beforeAll(async () => {
  for (const id of ['cam-1', 'cam-auto']) await tell(receiver, id, 'liveStreamStarted');
  secrets.reading = (await createToken('--scope', 'read', '--app', 'LiveApp')).secret;
  secrets.ofOtherApp = (await createToken('--app', 'Other')).secret;
  secrets.expiring = (await createToken('--app', 'LiveApp', '--expires', '36h')).secret;
  secrets.open = (await createToken('--scope', 'authorize', '--app', 'LiveApp', '--open')).secret;
  const revoked = await createToken('--app', 'LiveApp');
  await runInProcess(createTokensCommand(), ['revoke', revoked.id], { DATA_DIR });
  secrets.revoked = revoked.secret;
});

const hook = (app: string, token: string): string => `${receiver.url}/hooks/${app}/${token}`;
const form = 'application/x-www-form-urlencoded';

interface WrongSetup {
  readonly name: string;
  readonly release?: CapturedRelease;
  /** Sets the server up wrong. */
  readonly change: (data: PanelData) => void;
  /** The line of the table, without its padding, and with the receiver's URL as RECEIVER. */
  readonly line: string;
  /** A part of the line why. */
  readonly why: string;
}

/** Sets the webhook URL of the application, and of no broadcast. */
const setHook = (url: string) => (data: PanelData) => {
  data.settings.listenerHookURL = url;
};
const set = (settings: Record<string, unknown>) => (data: PanelData) => {
  Object.assign(data.settings, settings);
};
const setFirstBroadcast = (fields: Record<string, unknown>) => (data: PanelData) => {
  Object.assign(data.broadcasts[0] ?? {}, fields);
};

const losing: readonly WrongSetup[] = [
  {
    name: 'no webhook URL',
    change: setHook(''),
    line: 'LOST Webhook URL nothing',
    why: 'no hook is sent at all',
  },
  {
    name: 'a webhook URL that an update to 3.0 dropped',
    release: '3.0.3',
    change: set({ listenerHookURL: null }),
    line: 'LOST Webhook URL nothing',
    why: 'no hook is sent at all',
  },
  {
    name: 'a webhook URL with a blank before it',
    change: (data) => setHook(` ${data.settings.listenerHookURL}`)(data),
    line: 'LOST Webhook URL text that is no URL',
    why: 'no hook can be sent to it',
  },
  {
    name: 'the webhook URL of somebody else',
    change: setHook('https://hooks.example.com/catch/S3cret'),
    line: 'LOST Webhook URL https://hooks.example.com/***',
    why: 'hooks go to another receiver',
  },
  {
    name: 'the receiver, but no webhook URL of it',
    change: (data) => setHook(`${receiver.url}/`)(data),
    line: 'LOST Webhook URL RECEIVER',
    why: 'it is no webhook URL of this receiver',
  },
  {
    name: 'the authorise URL instead of the webhook URL',
    change: (data) => setHook(String(data.settings.webhookAuthenticateURL))(data),
    line: 'LOST Webhook URL RECEIVER/authorize/publish/LiveApp/***',
    why: 'it is no webhook URL of this receiver',
  },
  {
    name: 'the webhook URL of another app',
    change: (data) => setHook(hook('WebRTCApp', receiver.token))(data),
    line: 'LOST Webhook URL RECEIVER/hooks/WebRTCApp/***',
    why: 'hooks are kept under another app',
  },
  {
    name: 'a revoked token',
    change: (data) => setHook(hook('LiveApp', secrets.revoked))(data),
    line: 'LOST Webhook URL RECEIVER/hooks/LiveApp/***',
    why: 'was never made here, or is revoked',
  },
  {
    name: 'a token that only reads',
    change: (data) => setHook(hook('LiveApp', secrets.reading))(data),
    line: 'LOST Webhook URL RECEIVER/hooks/LiveApp/***',
    why: 'has not the scope hooks',
  },
  {
    name: 'a token of another app',
    change: (data) => setHook(hook('LiveApp', secrets.ofOtherApp))(data),
    line: 'LOST Webhook URL RECEIVER/hooks/LiveApp/***',
    why: 'its token is for another app',
  },
  {
    name: 'no retries',
    change: set({ webhookRetryCount: 0 }),
    line: 'LOST Retry count 0',
    why: 'a hook that fails once is lost',
  },
  {
    name: 'forms, heartbeats, and streams without names',
    change: set({ webhookContentType: form }),
    line: 'LOST Forms with heartbeats 2 of 4 broadcasts without a name',
    why: 'a stream without a name sends no heartbeat',
  },
  {
    name: 'a broadcast with a token of last year',
    change: (data) => setFirstBroadcast({ streamId: 'old', listenerHookURL: hook('LiveApp', secrets.revoked) })(data),
    line: 'LOST Broadcasts, another URL 1 of 4: old (HOST)',
    why: 'was never made here, or is revoked',
  },
  {
    name: 'a broadcast that somebody else listens to',
    change: setFirstBroadcast({ streamId: 'theirs', listenerHookURL: 'https://user:S3cret@hooks.example.com/S3cret' }),
    line: 'LOST Broadcasts, foreign host 1 of 4: theirs (hooks.example.com)',
    why: 'hooks go to another receiver',
  },
];

const warned: readonly WrongSetup[] = [
  {
    name: 'a token that expires tomorrow',
    change: (data) => setHook(hook('LiveApp', secrets.expiring))(data),
    line: 'warning Webhook URL RECEIVER/hooks/LiveApp/***, its token expires in 1 day',
    why: 'from then on hooks are answered 403',
  },
  {
    name: 'an address that does not answer',
    change: (data) => setHook(`http://127.0.0.1:9/hooks/LiveApp/${receiver.token}`)(data),
    line: 'warning Reachable not from here: it could not be reached (ECONNREFUSED)',
    why: 'the media server may not reach it either',
  },
  {
    name: 'forms, and every stream has a name',
    change: (data) => {
      data.settings.webhookContentType = form;
      for (const broadcast of data.broadcasts) broadcast.name = 'Named';
    },
    line: 'warning Forms with heartbeats 0 of 4 broadcasts without a name',
    why: 'streams that an encoder creates have none',
  },
  {
    name: 'forms',
    change: set({ webhookContentType: form, webhookStreamStatusUpdatePeriodMs: -1 }),
    line: `warning Content type ${form}`,
    why: '東京 arrives as ??',
  },
  {
    name: 'one retry',
    change: set({ webhookRetryCount: 1 }),
    line: 'warning Retry count 1',
    why: 'a short outage may outlast it',
  },
  {
    name: 'retries without a delay',
    change: set({ webhookRetryDelay: 0 }),
    line: 'warning Retry delay 0 ms',
    why: 'falls back to 1000 at a restart; in red5-web.properties the key is webhookRetryAttemptDelay',
  },
  {
    name: 'no heartbeats',
    change: set({ webhookStreamStatusUpdatePeriodMs: -1 }),
    line: 'warning Heartbeats off',
    why: 'missed starts and missed ends stay unknown',
  },
  {
    name: 'heartbeats that make every stream stale',
    change: set({ webhookStreamStatusUpdatePeriodMs: 120_000 }),
    line: 'warning Heartbeats every 120000 ms',
    why: 'shown as stale',
  },
  {
    name: 'the webhook URL where who may publish is asked',
    change: (data) => set({ webhookAuthenticateURL: data.settings.listenerHookURL })(data),
    line: 'warning Who may publish RECEIVER/hooks/LiveApp/***',
    why: 'nobody may publish: every question there is refused',
  },
  {
    name: 'somebody else is asked who may publish',
    change: set({ webhookAuthenticateURL: 'https://auth.example.com/S3cret' }),
    line: 'warning Who may publish https://auth.example.com/***',
    why: 'somebody else decides',
  },
  {
    name: 'an open authorise URL',
    change: (data) =>
      set({ webhookAuthenticateURL: `${receiver.url}/authorize/publish/LiveApp/${secrets.open}` })(data),
    line: 'warning Who may publish RECEIVER/authorize/publish/LiveApp/***',
    why: 'everybody may publish without a key',
  },
  {
    name: 'players are asked about where publishers are',
    change: (data) => set({ webhookPlayAuthUrl: data.settings.webhookAuthenticateURL })(data),
    line: 'warning Who may play RECEIVER/authorize/publish/LiveApp/***',
    why: 'nobody may play',
  },
  {
    name: 'a clock that is wrong',
    change: (data) => {
      data.clockAheadMs = -3_600_000;
    },
    line: 'warning Clock 3600 s behind ours',
    why: 'times of streams are those of the server',
  },
  {
    name: 'keys of the old form',
    release: '3.0.3',
    change: set({ customSettings: { 'settings.listenerHookURL': 'x', 'settings.remoteAllowedCIDR': 'x' } }),
    line: 'warning Keys of 3.0 2 that begin with settings.',
    why: '3.0 does not read them',
  },
  {
    name: 'a stream that was live before the first hook',
    change: (data) => {
      data.broadcasts.push(
        { ...data.broadcasts[1], streamId: 'early?token=S3cret-2' },
        { ...data.broadcasts[1], streamId: 'early' },
      );
    },
    line: 'warning Live, not in the table 1: early',
    why: 'started before the first hook',
  },
  {
    name: 'a stream whose end was lost',
    change: (data) => {
      data.broadcasts = data.broadcasts.filter(({ streamId }) => streamId !== 'cam-auto');
    },
    line: 'warning Live in the table alone 1: cam-auto',
    why: 'their end was lost',
  },
];

async function runOn({ release = '2.17.1', change }: WrongSetup) {
  const data = rightData(release, receiver);
  change(data);
  const { code, stdout, stderr } = await runDoctorOn(await startPanel(data), [], { DATA_DIR });
  const text = stdout
    .replaceAll(receiver.url, 'RECEIVER')
    .replaceAll(new URL(receiver.url).host, 'HOST')
    .replace(/\b3(599|601) s behind/, '3600 s behind'); // the header has whole seconds
  const lines = text.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' '));
  return { code, stderr, text, lines };
}

describe.each([
  { exit: 1, setups: losing },
  { exit: 0, setups: warned },
])('with exit code $exit', ({ exit, setups }) => {
  test.each(setups)('$name', async (setup) => {
    const { code, stderr, text, lines } = await runOn(setup);
    expect({ code, stderr }).toEqual({ code: exit, stderr: '' });
    expect(lines).toContain(setup.line);
    const details = lines.slice(lines.indexOf(setup.line) + 1, lines.indexOf(setup.line) + 4);
    expect(details.map((line) => line.split(' ')[0])).toEqual(['wanted', 'why', 'mend']);
    expect(details[1]).toContain(setup.why);
    expect(text).not.toMatch(/S3cret/);
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
  });
});

test('a room that is live has no broadcast that must be live', async () => {
  const action = 'firstActiveTrackAddedInMainTrack';
  await receiver.postHook('LiveApp', { id: 'p1', action, mainTrackId: 'room', roomId: 'room', timestamp: String(Date.now() - 60_000) }); // biome-ignore format: a hook
  const { lines } = await runOn({ name: '', change: () => {}, line: '', why: '' });
  expect(lines.filter((line) => line.includes('in the table'))).toEqual([]);
});

test('a form holds ? for the letters of an id that Latin-1 does not have: such a stream is in the table', async () => {
  const change = (data: PanelData) => {
    Object.assign(data.settings, { webhookContentType: form, webhookStreamStatusUpdatePeriodMs: -1 });
    data.broadcasts.push({ ...data.broadcasts.find(({ streamId }) => streamId === 'cam-1'), streamId: '東京' });
  };
  const setup = { name: '', change, line: '', why: '' };
  expect((await runOn(setup)).lines).toContain('warning Live, not in the table 1: 東京');
  await tell(receiver, '??', 'liveStreamStarted');
  expect((await runOn(setup)).lines.filter((line) => line.includes('not in the table'))).toEqual([]);
  await tell(receiver, '??', 'liveStreamEnded');
});

test('a content type that is null is nothing', async () => {
  const { lines } = await runOn({ name: '', change: set({ webhookContentType: null }), line: '', why: '' });
  expect(lines).toContain('note Content type nothing');
});

test('commands are quoted for a shell, and the wanted URL has its app encoded', async () => {
  const panel = await startPanel(rightData('2.17.1', receiver));
  const { stdout } = await runDoctorOn(panel, ['--hook', hook('Site%201', receiver.token)], { DATA_DIR });
  expect(stdout).toContain("npm run tokens -- create --app 'Site 1' prints one");
  expect(stdout).toContain(`wanted  ${receiver.url}/hooks/Site%201/***`);
});
