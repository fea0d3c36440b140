import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../oracle/random.ts';
import { createRunId, streamIdOf } from './ids.ts';
import { toDelivery } from './run-plan.ts';
import type { ProgressListener, SendingResult } from './run-simulation.ts';
import { HEARTBEAT_SECONDS, randomHealth } from './scenarios/heartbeats.ts';
import { hook, type ScenarioContext, vodReady } from './scenarios/scenario.ts';
import { type DeliveryResult, sendAll } from './send-all.ts';
import type { SimulationSettings } from './simulate-settings.ts';
import type { SimulatedHook } from './wire/fields-for.ts';
import { send } from './wire/send.ts';
import { first, isSince } from './wire/versions.ts';

const HEARTBEAT_MS = HEARTBEAT_SECONDS * 1_000;
const camera = { streamName: 'Quay', category: 'weather' };

/** Simulates streams that start now, send heartbeats in real time for `durationMs` or until the signal aborts, and then end with a recording. */
export async function simulateLive(
  settings: SimulationSettings,
  durationMs: number,
  signal: AbortSignal,
  progress?: ProgressListener,
): Promise<SendingResult> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  const contexts = createContexts(settings);
  const heartbeats = Math.ceil(durationMs / HEARTBEAT_MS);
  const delivered: DeliveryResult[] = [];
  const sendForAll = async (hookOf: (context: ScenarioContext) => SimulatedHook) => {
    delivered.push(...(await sendNow(contexts.map(hookOf), settings, progress?.step)));
  };
  progress?.start(contexts.length * (heartbeats + 3));
  await sendForAll(({ id }) => hook('liveStreamStarted', { ...camera, id }));
  const isRefused = delivered.some(({ answer }) => answer.isRefused);
  for (let heartbeat = 0; heartbeat < heartbeats && !isRefused && !signal.aborted; heartbeat += 1) {
    await sendForAll(({ id, random }) =>
      hook('liveStreamStatus', { ...camera, id, ...randomHealth(heartbeat, random) }),
    );
    const next = Math.min(durationMs, (heartbeat + 1) * HEARTBEAT_MS);
    await sleep(Math.max(0, next - elapsed()), undefined, { signal }).catch(() => {}); // aborted by the signal
  }
  const seconds = elapsed() / 1_000;
  if (!isRefused) await sendForAll(({ id }) => hook('liveStreamEnded', { ...camera, id }));
  if (!isRefused) await sendForAll((context) => vodReady(context, seconds));
  progress?.stop();
  return { delivered, isRefused, ms: elapsed(), orderIsKnown: true };
}

function createContexts({ ams, streams, seed }: SimulationSettings): ScenarioContext[] {
  const run = createRunId(Date.now());
  const random = createRandom(seed);
  return Array.from({ length: streams }, (_, copy) => ({ id: streamIdOf('live', run, copy), ams, random }));
}

/** Sends hooks with the current time, except those that the version does not send. */
function sendNow(
  hooks: readonly SimulatedHook[],
  settings: SimulationSettings,
  onSent?: () => void,
): Promise<DeliveryResult[]> {
  const { url, ams, encoding, app, rate, retries } = settings;
  const dialect = { ams, encoding, app };
  const deliveries = hooks.flatMap((hook) => toDelivery(hook, Date.now(), dialect, url.host) ?? []);
  const pace = { rate, inSequence: !isSince(ams, first.timestamps) };
  return sendAll(deliveries, pace, ({ request }) => send(url, request, retries), onSent);
}
