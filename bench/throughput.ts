import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { startOwnReceiver } from '../cli/soak/own-receiver.ts';
import { APP, measuredActions } from './hooks.ts';
import { nextMessage } from './next-message.ts';
import { closeConnections, sendHook, sendRequest } from './send-hook.ts';
import { percentileOf } from './statistics.ts';
import { createHooks, forEachConcurrently, type StreamLoad, streamIds } from './stream-load.ts';

/** The throughput of `npm start` and of raw writes, measured alternately. */
export interface Throughput {
  /** In hooks per second, one for each round. */
  readonly received: number[];
  /** Only the writes of the same hooks, in hooks per second. */
  readonly rawWrites: number[];
  /** Percentiles of the time to answer, in ms. */
  readonly p50: number;
  readonly p99: number;
  /** All hooks that were sent; each was answered 200. */
  readonly hooksSent: number;
  /** Streams with a wrong state afterwards. */
  readonly wrongStreams: number;
}

interface Round {
  readonly receivedMs: number;
  readonly rawWritesMs: number;
  readonly latencies: number[];
}

const rawWritesScript = fileURLToPath(new URL('child/raw-writes.ts', import.meta.url));

/** Sends loads of this many streams to `npm start` and, alternately, to a process that only writes them. */
export async function measureThroughput({ rounds, streams }: { rounds: number; streams: number }): Promise<Throughput> {
  const receiver = await startOwnReceiver();
  const rawWriter = fork(rawWritesScript, { execArgv: ['--import', 'tsx'] });
  try {
    await nextMessage(rawWriter);
    const loads = Array.from({ length: rounds + 1 }, (_, round) => ({ name: `round-${round}`, streams }));
    const results: Round[] = [];
    for (const load of loads) results.push(await runRound(receiver.url, rawWriter, load));
    const measured = results.slice(1); // both processes still compile in the first round
    const latencies = measured.flatMap((round) => round.latencies);
    const perSecond = (ms: number) => (streams * measuredActions.length * 1000) / ms;
    return {
      received: measured.map(({ receivedMs }) => perSecond(receivedMs)),
      rawWrites: measured.map(({ rawWritesMs }) => perSecond(rawWritesMs)),
      p50: percentileOf(latencies, 0.5),
      p99: percentileOf(latencies, 0.99),
      hooksSent: loads.length * streams * measuredActions.length,
      wrongStreams: await countWrongStreams(receiver.url, loads),
    };
  } finally {
    closeConnections();
    if (rawWriter.connected) rawWriter.disconnect();
    await receiver.stop();
  }
}

async function runRound(url: string, rawWriter: ChildProcess, load: StreamLoad): Promise<Round> {
  const latencies: number[] = [];
  const receivedMs = await sendLoad(url, load, latencies);
  rawWriter.send(load);
  return { receivedMs, rawWritesMs: await nextMessage<number>(rawWriter), latencies };
}

/** Sends a load, adds the time of each answer to `latencies`, and returns the total in ms. Throws when one is not 200. */
async function sendLoad(url: string, load: StreamLoad, latencies: number[]): Promise<number> {
  const streams = createHooks(load);
  const began = performance.now();
  await forEachConcurrently(streams, async (hooks) => {
    for (const hook of hooks) {
      const sentAt = performance.now();
      await sendHook(url, hook);
      latencies.push(performance.now() - sentAt);
    }
  });
  return performance.now() - began;
}

/** Counts the streams that are not ended with one recording. Throws when there are any. */
async function countWrongStreams(url: string, loads: readonly StreamLoad[]): Promise<number> {
  const { origin, pathname } = new URL(url);
  const authorization = `Bearer ${decodeURIComponent(pathname.split('/').at(-1) ?? '')}`;
  let wrongStreams = 0;
  await forEachConcurrently(loads.flatMap(streamIds), async (id) => {
    const query = new URLSearchParams({ app: APP, id });
    const { status, text: answer } = await sendRequest(`${origin}/stream?${query}`, { headers: { authorization } });
    const { status: streamStatus, recordings = [], events = [] } = status === 200 ? JSON.parse(answer) : {};
    if (streamStatus !== 'ended' || recordings.length !== 1 || events.length !== measuredActions.length) wrongStreams++;
  });
  if (wrongStreams > 0)
    throw new Error(`npm start: received ${wrongStreams} streams with a wrong state, expected none.`);
  return wrongStreams;
}
