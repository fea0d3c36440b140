import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startOwnReceiver } from '../cli/soak/own-receiver.ts';
import { APP, actions } from './hooks.ts';
import { nextMessage } from './next-message.ts';
import { quantile } from './statistics.ts';
import { createHooks, forEachConcurrently, type StreamLoad, streamIds } from './stream-load.ts';

/** How `npm start` keeps up, in rounds with bare writes in turns. */
export interface Throughput {
  /** Hooks a second. */
  readonly received: number[];
  /** The same hooks' writes alone, in hooks a second. */
  readonly bare: number[];
  /** How long an answer took, in ms. */
  readonly p50: number;
  readonly p99: number;
  /** How many hooks were sent and answered 200, in all. */
  readonly sent: number;
  /** How many streams the receiver did not tell of as it should when all was over. */
  readonly lost: number;
}

const agent = new Agent({ keepAlive: true });
const rawWritesScript = fileURLToPath(new URL('child/bare-writes.ts', import.meta.url));

/** Plays loads of so many streams to `npm start` and, in turns, to a process that does nothing but write them. */
export async function measureThroughput({ rounds, streams }: { rounds: number; streams: number }): Promise<Throughput> {
  const receiver = await startOwnReceiver();
  const rawWriter = fork(rawWritesScript, { execArgv: ['--import', 'tsx'] });
  try {
    await nextMessage(rawWriter);
    const rates = { received: [] as number[], bare: [] as number[] };
    const latencies: number[] = [];
    const loads: StreamLoad[] = [];
    const perSecond = (ms: number) => (streams * actions.length * 1000) / ms;
    for (let round = 0; round <= rounds; round++) {
      const load = { name: `round-${round}`, streams };
      loads.push(load);
      const receivedMs = await sendLoad(receiver.url, load, latencies);
      rawWriter.send(load);
      const rawMs = await nextMessage<number>(rawWriter);
      if (round > 0) {
        rates.received.push(perSecond(receivedMs));
        rates.bare.push(perSecond(rawMs));
      } else latencies.length = 0; // the compilers of both are still at work
    }
    const sorted = latencies.sort((a, b) => a - b);
    const lost = await countWrongStreams(receiver.url, loads);
    if (lost > 0) throw new Error(`npm start: received ${lost} streams that are not as they should be, expected none.`);
    return { ...rates, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), sent: loads.length * streams * actions.length, lost }; // biome-ignore format: a row
  } finally {
    agent.destroy();
    if (rawWriter.connected) rawWriter.disconnect();
    await receiver.stop();
  }
}

/** Sends a load, and notes how long each answer took; how long all took, in ms. Throws when one is not 200. */
async function sendLoad(url: string, load: StreamLoad, latencies: number[]): Promise<number> {
  const streams = createHooks(load);
  const began = performance.now();
  await forEachConcurrently(streams, async (hooks) => {
    for (const { headers, body = '' } of hooks) {
      const sentAt = performance.now();
      const { status, text: answer } = await sendRequest(url, {
        method: 'POST',
        headers,
        body: Buffer.from(body, 'base64'),
      });
      if (status !== 200) throw new Error(`The receiver: received ${status} ${answer}, expected 200.`);
      latencies.push(performance.now() - sentAt);
    }
  });
  return performance.now() - began;
}

/** How many streams of the loads the receiver does not call ended, with their recording. */
async function countWrongStreams(url: string, loads: readonly StreamLoad[]): Promise<number> {
  const { origin, pathname } = new URL(url);
  const authorization = `Bearer ${decodeURIComponent(pathname.split('/').at(-1) ?? '')}`;
  let lost = 0;
  await forEachConcurrently(loads.flatMap(streamIds), async (id) => {
    const query = new URLSearchParams({ app: APP, id });
    const { status, text: answer } = await sendRequest(`${origin}/stream?${query}`, { headers: { authorization } });
    const { status: streamStatus, recordings = [], events = [] } = status === 200 ? JSON.parse(answer) : {};
    if (streamStatus !== 'ended' || recordings.length !== 1 || events.length !== actions.length) lost++;
  });
  return lost;
}

interface RequestOptions {
  readonly method?: string;
  readonly headers: Record<string, string | undefined>;
  readonly body?: Buffer;
}

async function sendRequest(
  url: string,
  { method = 'GET', headers, body }: RequestOptions,
): Promise<{ status: number; text: string }> {
  const outgoing = request(url, { method, agent, headers: { ...headers, 'content-length': body?.length ?? 0 } });
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  return { status: response.statusCode, text: await text(response) };
}
