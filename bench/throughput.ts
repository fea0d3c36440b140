import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startOwn } from '../cli/soak/own-receiver.ts';
import { quantile } from './figures.ts';
import { APP, actions } from './hooks.ts';
import { hooksOf, idsOf, inParallel, type Load } from './load.ts';
import { messageOf } from './message-of.ts';

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
const bareWrites = fileURLToPath(new URL('child/bare-writes.ts', import.meta.url));

/** Plays loads of so many streams to `npm start` and, in turns, to a process that does nothing but write them. */
export async function measureThroughput({ rounds, streams }: { rounds: number; streams: number }): Promise<Throughput> {
  const receiver = await startOwn();
  const bare = fork(bareWrites, { execArgv: ['--import', 'tsx'] });
  try {
    await messageOf(bare);
    const told = { received: [] as number[], bare: [] as number[] };
    const latencies: number[] = [];
    const loads: Load[] = [];
    const perSecond = (ms: number) => (streams * actions.length * 1000) / ms;
    for (let round = 0; round <= rounds; round++) {
      const load = { name: `round-${round}`, streams };
      loads.push(load);
      const receivedMs = await play(receiver.url, load, latencies);
      bare.send(load);
      const bareMs = await messageOf<number>(bare);
      if (round > 0) {
        told.received.push(perSecond(receivedMs));
        told.bare.push(perSecond(bareMs));
      } else latencies.length = 0; // the compilers of both are still at work
    }
    const sorted = latencies.sort((a, b) => a - b);
    const lost = await lostOf(receiver.url, loads);
    if (lost > 0) throw new Error(`npm start: received ${lost} streams that are not as they should be, expected none.`);
    return { ...told, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), sent: loads.length * streams * actions.length, lost }; // biome-ignore format: a row
  } finally {
    agent.destroy();
    if (bare.connected) bare.disconnect();
    await receiver.end();
  }
}

/** Sends a load, and notes how long each answer took; how long all took, in ms. Throws when one is not 200. */
async function play(url: string, load: Load, latencies: number[]): Promise<number> {
  const streams = hooksOf(load);
  const began = performance.now();
  await inParallel(streams, async (hooks) => {
    for (const { headers, body = '' } of hooks) {
      const asked = performance.now();
      const { status, text: told } = await ask(url, { method: 'POST', headers, body: Buffer.from(body, 'base64') });
      if (status !== 200) throw new Error(`The receiver: received ${status} ${told}, expected 200.`);
      latencies.push(performance.now() - asked);
    }
  });
  return performance.now() - began;
}

/** How many streams of the loads the receiver does not call ended, with their recording. */
async function lostOf(url: string, loads: readonly Load[]): Promise<number> {
  const { origin, pathname } = new URL(url);
  const authorization = `Bearer ${decodeURIComponent(pathname.split('/').at(-1) ?? '')}`;
  let lost = 0;
  await inParallel(loads.flatMap(idsOf), async (id) => {
    const query = new URLSearchParams({ app: APP, id });
    const { status, text: told } = await ask(`${origin}/stream?${query}`, { headers: { authorization } });
    const { status: stands, recordings = [], events = [] } = status === 200 ? JSON.parse(told) : {};
    if (stands !== 'ended' || recordings.length !== 1 || events.length !== actions.length) lost++;
  });
  return lost;
}

interface Asked {
  readonly method?: string;
  readonly headers: Record<string, string | undefined>;
  readonly body?: Buffer;
}

async function ask(url: string, { method = 'GET', headers, body }: Asked): Promise<{ status: number; text: string }> {
  const asked = request(url, { method, agent, headers: { ...headers, 'content-length': body?.length ?? 0 } });
  asked.end(body);
  const [answer] = await once(asked, 'response');
  return { status: answer.statusCode, text: await text(answer) };
}
