import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { followEvents } from '../../cli/events/follow-events.ts';
import { planDeliveries } from '../../cli/simulate/run-plan.ts';
import { type ScenarioName, scenarios } from '../../cli/simulate/scenarios/scenarios.ts';
import { send } from '../../cli/simulate/wire/send.ts';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { createRandom } from '../../oracle/random.ts';
import { chainProblems } from '../announcing/chain-problems.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { captures, post } from '../capture.ts';
import { Sink } from '../cli/events/sink.ts';
import { NpmStart } from '../local/npm-start.ts';
import { start } from '../run.ts';
import { learnFrom, learnFromApi, withoutCopies } from './learned.ts';
import { measureBusyTime, sendLoad } from './load.ts';
import { TOKEN, useFolders } from './receiver-with-faults.ts';
import { expectInTime, judgeAndReport } from './report.ts';
import { multisetDifference } from './verdict.ts';

/** How often the receiver, and the follower, are killed. */
const KILLS = Number(process.env.KILLS ?? 2);
/** Copies of every scenario that are sent meanwhile. */
const COPIES = Number(process.env.KILL_COPIES ?? 1);
/** A receiver that looks at its streams each second, and presumes an end after 3 s of silence. */
const IMPATIENT = { SWEEP_SECONDS: '1', PRESUME_ENDED_MINUTES: '0.05' };

/** The time from heartbeat to heartbeat of the stream that stays live, in ms. */
const BEAT_MS = 250;

const createFolder = useFolders();
const random = createRandom(Date.now());
const eventually = { timeout: 60_000, interval: 200 };

function startReceiver(dataDir: string, port = '0', env = {}): NpmStart {
  const receiver = new NpmStart({ DATA_DIR: dataDir, TOKEN, PORT: port, ...env });
  onTestFinished(() => receiver.kill());
  return receiver;
}

/** Starts `npm run events` with options. */
async function follow(dataDir: string, ...options: string[]) {
  const follower = start('events', ['--follow', ...options], { DATA_DIR: dataDir });
  onTestFinished(() => void follower.child.kill('SIGKILL'));
  await expect.poll(() => follower.output.stderr, eventually).toContain('Ctrl-C');
  return follower;
}

/** Runs the command in this process until the test has finished: four more processes would only compete for the machine. */
function followHere(forward: string, dataDir: string): void {
  const ending = new AbortController();
  const deps = { signal: ending.signal, isTerminal: false, note: () => {} };
  vi.stubEnv('DATA_DIR', dataDir);
  const ended = followEvents({ follow: true, since: 3_600_000, forward }, deps);
  onTestFinished(async () => {
    ending.abort();
    await ended;
  });
}

/** The announcements that a sink answered 200, which each `answer` decides: undefined closes the connection. */
async function startSink(answer: (index: number) => number | undefined, port?: number) {
  const accepted: Announcement[] = [];
  const sink = await Sink.start((response, index) => {
    const status = answer(index);
    if (status === undefined) return response.destroy();
    if (status === 200) accepted.push(JSON.parse(sink.requests[index]?.body ?? ''));
    return response.writeHead(status).end();
  }, port);
  return { accepted, url: sink.url };
}

/** Expects valid announcements that give what the read API says: none is missing, and none there under two ids. */
async function expectAllLearned(accepted: readonly Announcement[], url: string): Promise<void> {
  const findDifferences = async () => {
    const said = await learnFromApi(url, TOKEN);
    const learned = learnFrom(withoutCopies(accepted));
    return { lost: multisetDifference(said, learned), twice: multisetDifference(learned, said) };
  };
  await expect.poll(findDifferences, eventually).toEqual({ lost: [], twice: [] });
  for (const announcement of accepted) expectValid(announcement);
  expect(chainProblems(withoutCopies(accepted))).toEqual([]);
}

/** Sends until it is answered 200, as a receiver that is killed is back soon. */
async function untilTaken(sendOnce: () => Promise<boolean>): Promise<void> {
  while (!(await sendOnce().catch(() => false))) await sleep(100);
}

/** Sends the hooks of every scenario, and all captured requests, one after the other. */
async function sendEverything(url: URL): Promise<void> {
  const dialect = { ams: [2, 17, 1], encoding: 'json', app: 'LiveApp' } as const;
  const names = Object.keys(scenarios) as ScenarioName[]; // its own keys
  const plan = { dialect, host: url.host, run: `${Date.now()}`, random, shuffle: false, duplicate: 20 };
  const deliveries = planDeliveries({ ...plan, scenarios: names, streams: COPIES }, Date.now());
  for (const { request } of deliveries) await untilTaken(async () => (await send(url, request, 0)).ok);
  for (const capture of captures()) {
    const target = new URL(`/hooks/${capture.app}/${TOKEN}`, url).href;
    await untilTaken(async () => (await post(target, capture)).status === 200);
  }
}

/** Sends heartbeats of one more stream until the test has finished: so its app never falls silent as a whole, which would presume no end. */
function beat(url: URL): void {
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const target = new URL(`/hooks/LiveApp/${TOKEN}`, url);
  const headers = { 'content-type': 'application/json' };
  const sendOne = () =>
    fetch(target, {
      method: 'POST',
      headers,
      body: JSON.stringify({ action: 'liveStreamStatus', id: 'beating', timestamp: Date.now() }),
      signal: AbortSignal.any([ending.signal, AbortSignal.timeout(BEAT_MS)]),
    });
  const timer = setInterval(() => sendOne().catch(() => {}), BEAT_MS); // the receiver is down for a while
  ending.signal.addEventListener('abort', () => clearInterval(timer));
}

const isPresumedEnd = ({ detail }: Announcement): boolean =>
  'session' in detail && detail.session.endReason === 'presumedEnded';

describe('npm run events -- --forward', () => {
  test(
    'delivers what the read API says, none lost and none twice, when receiver and follower are killed',
    async () => {
      const dataDir = createFolder();
      let receiver = startReceiver(dataDir, '0', IMPATIENT);
      const url = new URL(await receiver.ready());
      const sink = await startSink(() => (random() < 0.1 ? 500 : 200));
      const options = ['--since', '1h', '--forward', sink.url];
      let follower = await follow(dataDir, ...options);
      beat(url);
      const sent = sendEverything(url);
      for (let kill = 0; kill < KILLS; kill++) {
        await sleep(500 + random() * 1_500);
        process.kill(-receiver.groupId, 'SIGKILL');
        await receiver.exit();
        receiver = startReceiver(dataDir, url.port, IMPATIENT);
        await sleep(random() * 500);
        follower.child.kill('SIGKILL');
        follower = await follow(dataDir, ...options);
        await receiver.ready();
      }
      await sent;
      await expect.poll(() => sink.accepted.some(isPresumedEnd), eventually).toBe(true);
      await expectAllLearned(sink.accepted, url.origin);
      const types = new Set(sink.accepted.map(({ 'detail-type': type }) => type));
      expect(types.size).toBeGreaterThanOrEqual(6);
    },
    60_000 + KILLS * 30_000,
  );

  test('loses nothing where sinks hang, refuse, fail or are away, and no hook is answered later', async () => {
    const dataDir = createFolder();
    const receiver = startReceiver(dataDir);
    const url = new URL(await receiver.ready());
    const load = { url, copies: 1, rate: 30, retries: 0 };
    const without = await measureBusyTime(() => sendLoad(load));

    let isOver = false;
    const [hanging, failing] = [await startHangingSink(), await startSink(() => (isOver ? 200 : 500))];
    const closing = await startSink((index) => (isOver || index % 3 === 0 ? 200 : undefined));
    const away = await freePort();
    const urls = [hanging.url, failing.url, closing.url, `http://127.0.0.1:${away}/hook`];
    const consoleLog = vi.spyOn(console, 'log').mockReturnValue();
    onTestFinished(() => consoleLog.mockRestore());
    onTestFinished(() => void vi.unstubAllEnvs());
    for (const sink of urls) followHere(sink, dataDir);
    const during = await measureBusyTime(() => sendLoad(load));
    isOver = true;
    hanging.release();
    const back = await startSink(() => 200, away);
    for (const { accepted } of [hanging, failing, closing, back]) await expectAllLearned(accepted, url.origin);

    const api = { url: url.origin, token: TOKEN };
    for (const [fault, { result, busyMs }] of Object.entries({ 'no sink': without, 'faulty sinks': during })) {
      const { verdict, figures } = await judgeAndReport(api, { fault, retries: 0, busyMs }, result);
      expect(verdict).toEqual({ lost: [], twice: [], wrong: [], doubtful: 0 });
      expectInTime(figures, expect);
    }
  });
});

/** A sink that answers nothing until it is released; then its open connections are closed, and it answers 200. */
async function startHangingSink() {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let isReleased = false;
  const accepted: Announcement[] = [];
  const sink = await Sink.start(async (response, index) => {
    if (!isReleased) {
      await released;
      isReleased = true;
      return response.destroy();
    }
    accepted.push(JSON.parse(sink.requests[index]?.body ?? ''));
    return response.end();
  });
  return { accepted, url: sink.url, release };
}

/** Returns a port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  await new Promise((resolve) => server.close(resolve));
  return port;
}
