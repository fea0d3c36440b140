import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, planDeliveries } from '../../cli/simulate/run-plan.ts';
import { type ScenarioName, scenarios } from '../../cli/simulate/scenarios/scenarios.ts';
import { type DeliveryResult, sendAll } from '../../cli/simulate/send-all.ts';
import { type HookAnswer, send } from '../../cli/simulate/wire/send.ts';
import { createRandom } from '../../oracle/random.ts';

/** The hooks that a media server sends for some seconds. */
export interface Load {
  readonly url: URL;
  /** Copies of each scenario. */
  readonly copies: number;
  /** Hooks per second. */
  readonly rate: number;
  /** Retries of a hook that is not answered 200. */
  readonly retries: number;
}

/** Their hooks are those of the others, with many more heartbeats. */
const ofSilence: readonly ScenarioName[] = ['silent', 'lost-end', 'server-crash'];
const scenarioNames = (Object.keys(scenarios) as ScenarioName[]).filter((name) => !ofSilence.includes(name)); // its own keys
const dialect = { ams: [2, 17, 1], encoding: 'json', app: 'LiveApp' } as const;

/** The share of hooks that are sent twice, in percent. */
const DUPLICATE_PERCENT = 20;
/** The media server's default, in ms. */
const RETRY_DELAY_MS = 1_000;

let loads = 0;

/** Plans the hooks of every scenario but those of silence in the order in which they arrive. No two loads have a stream in common. */
export function planLoad(url: URL, copies: number): Delivery[] {
  const now = Date.now();
  loads += 1;
  const run = `${now.toString(36)}-${loads}`;
  const options = {
    dialect,
    host: url.host,
    run,
    random: createRandom(loads),
    shuffle: false,
    duplicate: DUPLICATE_PERCENT,
  };
  return planDeliveries({ ...options, scenarios: scenarioNames, streams: copies }, now);
}

/** Sends hooks as a media server does, byte for byte. Returns what was sent and its answers. */
export function sendLoad({ url, copies, rate, retries }: Load): Promise<DeliveryResult[]> {
  const sendOne = ({ from, request }: Delivery) =>
    sendWithRetries(() => send(url, request, 0), from === 'app' ? retries : 0);
  return sendAll(planLoad(url, copies), { rate, inSequence: false }, sendOne);
}

/** Returns the last answer with the time of the slowest attempt: `send` itself reports the last attempt only. */
async function sendWithRetries(attempt: () => Promise<HookAnswer>, retries: number): Promise<HookAnswer> {
  let slowest = 0;
  for (let attempts = 1; ; attempts++) {
    const answer = await attempt();
    slowest = Math.max(slowest, answer.ms);
    if (answer.ok || attempts > retries) return { ...answer, ms: slowest, attempts };
    await sleep(RETRY_DELAY_MS);
  }
}

/** Also returns for how long (ms) this process was blocked at most: an answer may be that late because of the test itself. */
export async function measureBusyTime<T>(work: () => Promise<T>): Promise<{ result: T; busyMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const result = await work();
  delay.disable();
  return { result, busyMs: Math.round(delay.max / 1e6) };
}
