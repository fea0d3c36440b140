import { setTimeout as sleep } from 'node:timers/promises';
import type { Hook } from './fields-for.ts';
import { measuredAt, PERIOD } from './heartbeats.ts';
import { runOf, streamIdOf } from './ids.ts';
import { randomOf } from './random.ts';
import { deliveryOf } from './run-plan.ts';
import type { Progress, Sent } from './run-simulation.ts';
import { type Cast, hook, vodReady } from './scenario.ts';
import { send } from './send.ts';
import { type Delivered, perform } from './send-all.ts';
import type { Settings } from './simulate-settings.ts';
import { first, isSince } from './versions.ts';

const PERIOD_MS = PERIOD * 1_000;
const camera = { streamName: 'Quay', category: 'weather' };

/** Plays streams that start now, beat in real time for so long (ms) or until the signal, then end and are recorded. */
export async function playLive(
  settings: Settings,
  forMs: number,
  signal: AbortSignal,
  progress?: Progress,
): Promise<Sent> {
  const begun = performance.now();
  const elapsed = () => performance.now() - begun;
  const casts = castsOf(settings);
  const beats = Math.ceil(forMs / PERIOD_MS);
  const delivered: Delivered[] = [];
  const tellAll = async (hookOf: (cast: Cast) => Hook) => {
    delivered.push(...(await sendNow(casts.map(hookOf), settings, progress?.step)));
  };
  progress?.start(casts.length * (beats + 3));
  await tellAll(({ id }) => hook('liveStreamStarted', { ...camera, id }));
  const isRefused = delivered.some(({ answer }) => answer.isRefused);
  for (let beat = 0; beat < beats && !isRefused && !signal.aborted; beat += 1) {
    await tellAll(({ id, random }) => hook('liveStreamStatus', { ...camera, id, ...measuredAt(beat, random) }));
    const next = Math.min(forMs, (beat + 1) * PERIOD_MS);
    await sleep(Math.max(0, next - elapsed()), undefined, { signal }).catch(() => {}); // the signal ends it early
  }
  const seconds = elapsed() / 1_000;
  if (!isRefused) await tellAll(({ id }) => hook('liveStreamEnded', { ...camera, id }));
  if (!isRefused) await tellAll((cast) => vodReady(cast, seconds));
  progress?.stop();
  return { delivered, isRefused, ms: elapsed(), orderIsKnown: true };
}

function castsOf({ ams, streams, seed }: Settings): Cast[] {
  const run = runOf(Date.now());
  const random = randomOf(seed);
  return Array.from({ length: streams }, (_, copy) => ({ id: streamIdOf('live', run, copy), ams, random }));
}

/** Sends hooks that are composed now; one that the version does not send is left out. */
function sendNow(hooks: readonly Hook[], settings: Settings, done?: () => void): Promise<Delivered[]> {
  const { url, ams, encoding, app, rate, retries } = settings;
  const manner = { ams, encoding, app };
  const deliveries = hooks.flatMap((one) => deliveryOf(one, Date.now(), manner, url.host) ?? []);
  const pace = { rate, oneByOne: !isSince(ams, first.timestamps) };
  return perform(deliveries, pace, ({ request }) => send(url, request, retries), done);
}
