import { setTimeout as sleep } from 'node:timers/promises';
import { startOwnReceiver } from '../cli/soak/own-receiver.ts';
import type { DetailType } from '../lambda/announcing/announcement.ts';
import { AnnouncementSink, announcementKey } from './announcement-sink.ts';
import { type Forwarder, startForwarder } from './forwarder.ts';
import { type Action, createHookEvent, measuredActions } from './hooks.ts';
import { closeConnections, sendHook } from './send-hook.ts';
import type { Series } from './statistics.ts';

/** The announcements of `npm start` at a consumer on the same machine. */
export interface AnnouncementLatency {
  readonly hooksPerSecond: number;
  /** From a hook's answer until its announcement has arrived, in ms, one for each hook. */
  readonly latencies: Series;
  /** Announcements that arrived more than once. */
  readonly duplicates: number;
}

/** The load: each wave has that many new streams, and lasts a second for each of their hooks. */
export interface AnnouncementLoad {
  readonly hooksPerSecond: number;
  readonly waves: number;
}

/** What each hook of the load announces. */
const announcedTypes: Record<Action, DetailType> = {
  liveStreamStarted: 'Stream Started',
  liveStreamEnded: 'Stream Ended',
  vodReady: 'Recording Ready',
};

/** When hooks were answered, by `performance.now()`, in ms. */
type Answers = ReadonlyMap<string, number>;

/** The time in which every announcement must have arrived after the last hook, in ms. */
const ARRIVAL_TIMEOUT_MS = 30_000;
const POLL_MS = 20;

/**
 * Sends hooks at a steady rate to `npm start`, and measures when `npm run events -- --forward` has posted what each announces.
 * Throws when an announcement is missing.
 */
export async function measureAnnouncementLatency(load: AnnouncementLoad): Promise<AnnouncementLatency> {
  const sink = new AnnouncementSink();
  const receiver = await startOwnReceiver();
  const forwarder = startForwarder(receiver.dataDir, await sink.listen());
  try {
    await waitForArrivals(await warmUp(receiver.url, load.hooksPerSecond), sink, forwarder);
    const answers = new Map<string, number>();
    for (let wave = 0; wave < load.waves; wave++) {
      const answersOfWave = await sendWave(receiver.url, `wave-${wave}`, load.hooksPerSecond);
      for (const [key, answeredAt] of answersOfWave) answers.set(key, answeredAt);
    }
    await waitForArrivals(answers, sink, forwarder);
    const latencies = [...answers].map(([key, answeredAt]) => (sink.arrivals.get(key) ?? Number.NaN) - answeredAt);
    return { hooksPerSecond: load.hooksPerSecond, latencies, duplicates: sink.duplicates };
  } finally {
    closeConnections();
    await forwarder.stop();
    await receiver.stop();
    sink.close();
  }
}

/** Sends the hooks of new streams one after the other: the processes still compile. Returns as `sendWave` does. */
async function warmUp(url: string, streams: number): Promise<Answers> {
  const answers = new Map<string, number>();
  for (const action of measuredActions)
    for (let n = 0; n < streams; n++) await sendAnnounced(url, action, `warm-up-${n}`, answers);
  return answers;
}

/** Sends each hook of new streams when it is due, and returns when each was answered, by the key of its announcement. */
async function sendWave(url: string, name: string, hooksPerSecond: number): Promise<Answers> {
  const answers = new Map<string, number>();
  const beganAt = performance.now();
  const hooks = measuredActions.flatMap((action, second) =>
    Array.from({ length: hooksPerSecond }, async (_, n) => {
      const dueAt = beganAt + (second + n / hooksPerSecond) * 1_000;
      await sleep(Math.max(0, dueAt - performance.now()));
      await sendAnnounced(url, action, `${name}-${n}`, answers);
    }),
  );
  await Promise.all(hooks);
  return answers;
}

async function sendAnnounced(url: string, action: Action, id: string, answers: Map<string, number>): Promise<void> {
  await sendHook(url, createHookEvent(action, id, Date.now()));
  answers.set(announcementKey(announcedTypes[action], id), performance.now());
}

async function waitForArrivals(
  answers: Answers,
  { arrivals }: AnnouncementSink,
  { lastNote }: Forwarder,
): Promise<void> {
  const listMissing = () => [...answers.keys()].filter((key) => !arrivals.has(key));
  const deadline = performance.now() + ARRIVAL_TIMEOUT_MS;
  for (let missing = listMissing(); missing.length > 0; missing = listMissing()) {
    if (performance.now() > deadline)
      throw new Error(
        `npm run events: ${missing.length} of ${answers.size} announcements are missing, such as ${missing[0]}; expected none. Its last line: ${lastNote()}`,
      );
    await sleep(POLL_MS);
  }
}
