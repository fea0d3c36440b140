import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../oracle/random.ts';
import { createRunId, streamIdOf } from './ids.ts';
import { countHooks, fieldsOf, heartbeatHooks, type LiveStream, startHooks, toLiveStream } from './live-stream.ts';
import { toDelivery } from './run-plan.ts';
import type { ProgressListener, SendingResult } from './run-simulation.ts';
import { HEARTBEAT_SECONDS } from './scenarios/heartbeats.ts';
import { hook, vodReady } from './scenarios/scenario.ts';
import { type DeliveryResult, sendAll } from './send-all.ts';
import type { SimulationSettings } from './simulate-settings.ts';
import type { SimulatedHook } from './wire/fields-for.ts';
import { send } from './wire/send.ts';
import { first, isSince } from './wire/versions.ts';

const HEARTBEAT_MS = HEARTBEAT_SECONDS * 1_000;

/** Simulates streams that start now, send heartbeats in real time for `durationMs` or until the signal aborts, and then end with a recording. */
export async function simulateLive(
  settings: SimulationSettings,
  durationMs: number,
  signal: AbortSignal,
  progress?: ProgressListener,
): Promise<SendingResult> {
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  const streams = createStreams(settings);
  const heartbeats = Math.ceil(durationMs / HEARTBEAT_MS);
  const delivered: DeliveryResult[] = [];
  const sendForAll = async (hooksOf: (stream: LiveStream) => SimulatedHook[]) => {
    delivered.push(...(await sendNow(streams.flatMap(hooksOf), settings, progress?.step)));
  };
  progress?.start(streams.reduce((sum, stream) => sum + countHooks(stream, heartbeats), 0));
  await sendForAll(startHooks);
  const isRefused = delivered.some(({ answer }) => answer.isRefused);
  for (let heartbeat = 0; heartbeat < heartbeats && !isRefused && !signal.aborted; heartbeat += 1) {
    await sendForAll((stream) => heartbeatHooks(stream, heartbeat));
    const next = Math.min(durationMs, (heartbeat + 1) * HEARTBEAT_MS);
    await sleep(Math.max(0, next - elapsed()), undefined, { signal }).catch(() => {}); // aborted by the signal
  }
  const seconds = elapsed() / 1_000;
  if (!isRefused) await sendForAll((stream) => [hook('liveStreamEnded', fieldsOf(stream))]);
  if (!isRefused) await sendForAll((stream) => [vodReady(stream, seconds)]);
  progress?.stop();
  return { delivered, isRefused, ms: elapsed(), orderIsKnown: true };
}

function createStreams({ ams, streams, seed }: SimulationSettings): LiveStream[] {
  const run = createRunId(Date.now());
  const random = createRandom(seed);
  return Array.from({ length: streams }, (_, copy) =>
    toLiveStream({ id: streamIdOf('live', run, copy), ams, random }, copy),
  );
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
