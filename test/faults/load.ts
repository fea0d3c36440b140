import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../cli/simulate/random.ts';
import { type Delivery, planDeliveries } from '../../cli/simulate/run-plan.ts';
import { type ScenarioName, scenarios } from '../../cli/simulate/scenarios/scenarios.ts';
import { type DeliveryResult, sendAll } from '../../cli/simulate/send-all.ts';
import { type HookAnswer, send } from '../../cli/simulate/wire/send.ts';

/** What a media server sends for some seconds. */
export interface Load {
  readonly url: URL;
  /** How many copies of each scenario. */
  readonly copies: number;
  /** How many hooks a second. */
  readonly rate: number;
  /** How often it sends again what is not answered 200. */
  readonly retries: number;
}

const scenarioNames = Object.keys(scenarios) as ScenarioName[]; // its own keys
const dialect = { ams: [2, 17, 1], encoding: 'json', app: 'LiveApp' } as const;

/** How many of a hundred hooks are sent twice. */
const DUPLICATE_PERCENT = 20;
/** As the media server does, in ms. */
const RETRY_DELAY_MS = 1_000;

let loads = 0;

/** Every lifecycle of a media server, in the order in which its hooks come; no other load has the same streams. */
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

/** Plays a media server, byte for byte; what became of each hook. */
export function sendLoad({ url, copies, rate, retries }: Load): Promise<DeliveryResult[]> {
  const sendOne = ({ from, request }: Delivery) =>
    sendWithRetries(() => send(url, request, 0), from === 'app' ? retries : 0);
  return sendAll(planLoad(url, copies), { rate, inSequence: false }, sendOne);
}

/** The last answer, with the time of the slowest: `send` itself tells of none but the last. */
async function sendWithRetries(attempt: () => Promise<HookAnswer>, retries: number): Promise<HookAnswer> {
  let slowest = 0;
  for (let attempts = 1; ; attempts++) {
    const answer = await attempt();
    slowest = Math.max(slowest, answer.ms);
    if (answer.ok || attempts > retries) return { ...answer, ms: slowest, attempts };
    await sleep(RETRY_DELAY_MS);
  }
}

/** Does something, and tells for how long (ms) this process was too busy for anything else: an answer may be that late because of the test. */
export async function measureBusyTime<T>(work: () => Promise<T>): Promise<{ result: T; busyMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const result = await work();
  delay.disable();
  return { result, busyMs: Math.round(delay.max / 1e6) };
}
