import { describe, expect, test } from 'vitest';
import { useReceiver } from '../../local/use-receiver.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { answerOnTerminal } from '../answer-on-terminal.ts';
import { runDoctorOn } from './doctor-under-test.ts';
import { LIVE_FOR_MS, PASSWORD, type PanelData, releases, USER, useFakePanels } from './fake-panel.ts';
import { rightData, tell } from './right-setup.ts';

const startPanel = useFakePanels();
const DATA_DIR = useTempFolder('adopt');
const receiver = useReceiver(DATA_DIR);

type Broadcast = Readonly<Record<string, unknown>>;

/** Returns a server that is set up right, with these broadcasts; each is live for a minute, unless it says otherwise. */
function serverWith(...broadcasts: Broadcast[]): PanelData {
  const data = rightData('2.17.1', receiver);
  const live = { status: 'broadcasting', type: 'liveStream', startTime: Date.now() - LIVE_FOR_MS };
  data.broadcasts = broadcasts.map((broadcast) => ({
    ...data.broadcasts[0],
    listenerHookURL: '',
    ...live,
    ...broadcast,
  }));
  return data;
}

async function adopt(data: PanelData, ...args: string[]) {
  const panel = await startPanel(data);
  const result = await runDoctorOn(panel, ['--adopt', ...args], { DATA_DIR });
  const changing = panel.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/authenticate'));
  expect({ changing, stderr: result.stderr }).toEqual({ changing: [], stderr: result.stderr });
  return result;
}

const adoptJson = async (data: PanelData, ...args: string[]) =>
  JSON.parse((await adopt(data, '--yes', '--json', ...args)).stdout);

const readStream = async (id: string) => (await receiver.read(`/stream?app=LiveApp&id=${encodeURIComponent(id)}`)).json;

const isKnown = async (id: string) => (await receiver.read(`/stream?app=LiveApp&id=${id}`)).status === 200;

const iso = (at: number): string => new Date(at).toISOString();
const nothingLeft = expect.stringContaining('Live, not in the table');

describe('--adopt', () => {
  test('records a stream that was live before the first hook as started when the server says, under its name', async () => {
    const startTime = Date.now() - 7_200_000;
    const { code, stdout, stderr } = await adopt(
      serverWith({ streamId: 'dock-1', name: 'Dock rtmp://u:S3cret@host/x', startTime }),
      '--yes',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [before = '', after] = stdout.split('Afterwards:');
    expect(before).toEqual(nothingLeft);
    expect(before).toContain(
      `To be recorded as started:\n  dock-1 (Dock rtmp://host/***), live since ${iso(startTime)}`,
    );
    expect(after).not.toEqual(nothingLeft);
    expect(await readStream('dock-1')).toMatchObject({
      ...{ status: 'live', inferred: false, startedAt: iso(startTime), name: 'Dock rtmp://host/***' },
      lastEvent: { action: 'presumedStart', at: iso(startTime) },
      sessions: [{ startedAt: iso(startTime), endedAt: null }],
      events: [{ action: 'presumedStart', outcome: 'recorded', fields: { cause: 'mediaServer' } }],
    });
  });

  test('a hook that reports the same start, and an end after it, decide', async () => {
    const startTime = Date.now() - LIVE_FOR_MS;
    await adopt(serverWith({ streamId: 'dock-2', name: '', startTime }), '--yes');
    const hook = (action: string, timestamp: number) =>
      receiver.postHook('LiveApp', { action, id: 'dock-2', timestamp: String(timestamp) });
    await hook('liveStreamStarted', startTime - 700);
    await hook('liveStreamEnded', startTime + 30_000);
    const { status, sessions } = await readStream('dock-2');
    const times = { startedAt: iso(startTime - 700), endedAt: iso(startTime + 30_000), endReason: 'ended' };
    expect({ status, sessions }).toMatchObject({ status: 'ended', sessions: [times] });
  });

  test('the app of a stream is listed, with its presumed start among the events of all streams', async () => {
    await adopt(serverWith({ streamId: 'dock-3' }), '--yes');
    const { events } = (await receiver.read('/events?app=LiveApp&action=presumedStart')).json;
    expect(events).toContainEqual(expect.objectContaining({ id: 'dock-3', action: 'presumedStart' }));
  });

  test('a stream that is known is not recorded again', async () => {
    await tell(receiver, 'dock-4', 'liveStreamStarted');
    const data = serverWith({ streamId: 'dock-4' }, { streamId: 'dock-5' });
    expect((await adoptJson(data)).adopted).toMatchObject([{ id: 'dock-5', outcome: 'recorded' }]);
    expect(await adoptJson(data)).toMatchObject({ adopted: [], notAdopted: [] });
  });

  test('a start that a reported one or a later end outranks is late, and it is said that the stream is not live', async () => {
    const startTime = Date.now() - 3_600_000;
    await tell(receiver, 'dock-6', 'liveStreamEnded');
    const data = serverWith({ streamId: 'dock-6', startTime: startTime + 5_000 }, { streamId: 'dock-7', startTime });
    const hook = (action: string, at: number) =>
      receiver.postHook('LiveApp', { action, id: 'dock-7', timestamp: String(at) });
    await hook('liveStreamStarted', startTime + 1_000);
    await hook('liveStreamEnded', startTime + 2_000);
    const { adopted } = await adoptJson(data);
    expect(adopted).toMatchObject([
      { id: 'dock-6', outcome: 'late', live: false },
      { id: 'dock-7', outcome: 'late', live: false },
    ]);
    const ended = { status: 'ended', sessions: [{ startedAt: iso(startTime + 1_000), endReason: 'ended' }] };
    expect(await readStream('dock-7')).toMatchObject(ended);
    expect(await readStream('dock-6')).toMatchObject({ status: 'ended', startedAt: iso(startTime + 5_000) });
    const { stdout } = await adopt(data, '--yes');
    expect(stdout).toContain('dock-6: recorded, and not live in the table: a hook has reported');
  });

  test('a stream that went on after an end within a minute is live', async () => {
    const startTime = Date.now() - 3_600_000;
    const hook = (action: string, at: number) =>
      receiver.postHook('LiveApp', { action, id: 'dock-8', timestamp: String(at) });
    await hook('liveStreamStarted', startTime - 40_000);
    await hook('liveStreamEnded', startTime - 5_000);
    expect((await adoptJson(serverWith({ streamId: 'dock-8', startTime }))).adopted).toMatchObject([{ live: true }]);
    expect(await readStream('dock-8')).toMatchObject({ status: 'live', startedAt: iso(startTime) });
  });

  test.each([0, Date.UTC(2023, 11, 31)])(
    'where the server does not say since when (%s) a stream is not recorded',
    async (startTime) => {
      expect(await adoptJson(serverWith({ streamId: 'dock-9', startTime }))).toMatchObject({
        adopted: [],
        notAdopted: [{ id: 'dock-9', why: 'the media server does not say since when it is live' }],
      });
    },
  );

  test("the start is by the server's clock, as that of its hooks, unless it is so far ahead that they count by receipt", async () => {
    const withClock = (streamId: string, aheadMs: number) => {
      const data = serverWith({ streamId, startTime: Date.now() - LIVE_FOR_MS + aheadMs });
      data.clockAheadMs = aheadMs;
      return data;
    };
    const [{ startedAt }] = (await adoptJson(withClock('fast-1', 90_000))).adopted;
    expect(Date.parse(startedAt)).toBeGreaterThan(Date.now());
    expect((await adoptJson(withClock('fast-2', 7_200_000))).notAdopted).toEqual([
      { id: 'fast-2', why: "the media server's clock is more than 2 min ahead: set it first" },
    ]);
  });

  test('rooms, streams of other receivers and apps, and ids that hooks spell in another way are not recorded', async () => {
    const data = serverWith(
      { streamId: 'hall' },
      { streamId: 'seat-1', mainTrackStreamId: 'hall' },
      { streamId: 'away-1', listenerHookURL: 'https://other.example.com/hooks' },
      { streamId: 'away-2', listenerHookURL: `${receiver.url}/hooks/Other/${receiver.token}` },
      { streamId: '東京' },
    );
    data.settings.webhookContentType = 'application/x-www-form-urlencoded';
    const { adopted, notAdopted } = await adoptJson(data);
    expect(adopted).toMatchObject([{ id: 'seat-1', outcome: 'recorded' }]);
    expect(notAdopted).toEqual([
      { id: 'hall', why: 'it is a room, to which streams are published' },
      { id: 'away-1', why: 'its hooks do not come to this receiver, so that nothing would end it' },
      { id: 'away-2', why: 'its hooks name another app' },
      { id: '東京', why: 'its hooks may have its id in another spelling' },
    ]);
  });

  test('--dry-run shows what it would record, and records nothing', async () => {
    const { code, stdout } = await adopt(serverWith({ streamId: 'dry-1', name: 'Dry' }), '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('Would be recorded as started:\n  dry-1 (Dry), live since ');
    expect(await isKnown('dry-1')).toBe(false);
    const json = JSON.parse((await adopt(serverWith({ streamId: 'dry-1' }), '--dry-run', '--json')).stdout);
    expect(json).toMatchObject({ dryRun: true, adopted: [{ id: 'dry-1', outcome: null }] });
  });

  test.skipIf(process.platform !== 'linux')('asks on a terminal, and records what is answered with yes', async () => {
    const { url } = await startPanel(serverWith({ streamId: 'asked-1' }));
    const command = `cli/doctor.ts --server ${url} --user ${USER} --app LiveApp --adopt`;
    const env = { DATA_DIR, AMS_PASSWORD: PASSWORD, AMS_JWT_SECRET: '' };
    const refused = await answerOnTerminal(command, env, 'no\n');
    expect({ code: refused.code, isRecorded: await isKnown('asked-1') }).toEqual({ code: 2, isRecorded: false });
    expect(refused.output).toContain('Nothing was changed.');
    const { code } = await answerOnTerminal(command, env, 'yes\n');
    expect({ code, isRecorded: await isKnown('asked-1') }).toEqual({ code: 0, isRecorded: true });
  });

  test.each([
    { args: ['--fix'], message: "option '--adopt' cannot be used with option '--fix'" },
    { args: ['--undo', 'copy.json'], message: "option '--adopt' cannot be used with option '--undo" },
    { args: [], message: 'Received --json, or no terminal to ask on, expected --yes' },
    { args: ['--yes', '--restart-sources'], message: 'Received --dry-run, --yes or --restart-sources' },
    {
      args: ['--yes', '--hook', 'https://hooks.example.com/hooks/LiveApp/T'],
      message: 'received the --hook of another receiver',
    },
  ])('with $args it refuses, and asks nobody', async ({ args, message }) => {
    const panel = await startPanel(serverWith({ streamId: 'refused-1' }));
    const { code, stderr } = await runDoctorOn(panel, ['--adopt', ...args], { DATA_DIR });
    expect({ isFine: code === 0, requests: panel.requests }).toEqual({ isFine: false, requests: [] });
    expect(stderr).toContain(message);
  });

  test.each(releases)('reads the start and name of a broadcast of %s', async (release) => {
    const data = rightData(release, receiver);
    const [broadcast] = data.broadcasts;
    Object.assign(broadcast ?? {}, {
      streamId: `of-${release}`,
      name: 'Gate',
      status: 'broadcasting',
      startTime: Date.now() - LIVE_FOR_MS,
    });
    data.broadcasts = data.broadcasts.slice(0, 1);
    const { adopted } = await adoptJson(data);
    expect(adopted).toMatchObject([{ id: `of-${release}`, name: 'Gate', outcome: 'recorded' }]);
  });
});
