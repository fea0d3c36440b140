import { createRandom } from '../../oracle/random.ts';
import { subjectOf } from '../../oracle/sent-hook.ts';
import { type Comparison, compare, findMismatches } from './compare.ts';
import { createRunId } from './ids.ts';
import { planDeliveries } from './run-plan.ts';
import { type DeliveryResult, sendAll } from './send-all.ts';
import type { SimulationSettings } from './simulate-settings.ts';
import { send } from './wire/send.ts';
import { first, isSince } from './wire/versions.ts';

export interface SendingResult {
  readonly delivered: readonly DeliveryResult[];
  /** The duration of the sending, in ms. */
  readonly ms: number;
  /** Whether the first hook was refused: then the others were not sent. */
  readonly isRefused: boolean;
  /** Whether the order of events is known: without timestamps, only from the order of sending. */
  readonly orderIsKnown: boolean;
}

export interface RunResult extends SendingResult {
  /** Undefined with `--no-compare`; an error when the read API did not answer. */
  readonly comparison: Comparison | Error | undefined;
}

export interface ProgressListener {
  readonly start: (total: number) => void;
  readonly step: () => void;
  readonly stop: () => void;
}

/** Sends the hooks of the scenarios, then compares. */
export async function runSimulation(settings: SimulationSettings, progress?: ProgressListener): Promise<RunResult> {
  return withComparison(await sendScenarios(settings, progress), settings);
}

export async function withComparison(sending: SendingResult, settings: SimulationSettings): Promise<RunResult> {
  return { ...sending, comparison: await compareWithApi(sending, settings) };
}

/** Sends the hooks of the scenarios as the media server does. */
export async function sendScenarios(settings: SimulationSettings, progress?: ProgressListener): Promise<SendingResult> {
  const { url, ams, encoding, app, seed, rate, retries } = settings;
  const dialect = { ams, encoding, app };
  const now = Date.now();
  const random = createRandom(seed);
  const deliveries = planDeliveries({ ...settings, dialect, host: url.host, run: createRunId(now), random }, now);
  const hasTimestamps = isSince(ams, first.timestamps);
  const startedAt = performance.now();
  progress?.start(deliveries.length);
  const post = ({ from, request }: (typeof deliveries)[number]) => send(url, request, from === 'server' ? 0 : retries);
  const pacing = { rate, inSequence: !hasTimestamps };
  const delivered = await sendAll(deliveries.slice(0, 1), pacing, post, progress?.step);
  const isRefused = delivered.some(({ answer }) => answer.isRefused);
  if (!isRefused) delivered.push(...(await sendAll(deliveries.slice(1), pacing, post, progress?.step)));
  progress?.stop();
  return { delivered, isRefused, ms: performance.now() - startedAt, orderIsKnown: hasTimestamps || !settings.shuffle };
}

/** Compares the read API with the hooks that were sent. Returns an error when it does not answer, undefined with `--no-compare`. */
export async function compareWithApi(
  { delivered, orderIsKnown }: SendingResult,
  { api }: SimulationSettings,
): Promise<RunResult['comparison']> {
  const hooks = withoutFailures(delivered).map(({ delivery: { fields }, sentAt }) => ({ fields, receivedAt: sentAt }));
  return api && (await compare(hooks, orderIsKnown, api).catch(toError));
}

/** Drops all deliveries of a stream with a failed one: a hook that failed may have been stored. */
function withoutFailures(delivered: readonly DeliveryResult[]): DeliveryResult[] {
  const failedSubjects = new Set(
    delivered.filter(({ answer }) => !answer.ok).map(({ delivery }) => subjectOf(delivery.fields)),
  );
  return delivered.filter(({ delivery }) => !failedSubjects.has(subjectOf(delivery.fields)));
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Whether every hook was answered 200, and the read API, where it was compared, is as expected. */
export function isSuccessful({ delivered, comparison }: RunResult): boolean {
  if (comparison instanceof Error || !delivered.every(({ answer }) => answer.ok)) return false;
  return comparison === undefined || findMismatches(comparison).length === 0;
}
