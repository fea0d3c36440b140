import { subjectOf } from '../../oracle/sent-hook.ts';
import { type Comparison, compare } from './compare.ts';
import { createRunId } from './ids.ts';
import { createRandom } from './random.ts';
import { planDeliveries } from './run-plan.ts';
import { type DeliveryResult, sendAll } from './send-all.ts';
import type { SimulationSettings } from './simulate-settings.ts';
import { send } from './wire/send.ts';
import { first, isSince } from './wire/versions.ts';

/** What was sent, and what was answered. */
export interface SendingResult {
  readonly delivered: readonly DeliveryResult[];
  /** How long the sending took, in ms. */
  readonly ms: number;
  /** Whether the first hook was refused, as all others would be: they were not sent. */
  readonly isRefused: boolean;
  /** Whether what came last is known: without timestamps only the order of sending tells. */
  readonly orderIsKnown: boolean;
}

/** The same, and what the read API says of it. */
export interface RunResult extends SendingResult {
  /** Undefined when nobody wanted it. An error is why the read API could not be asked. */
  readonly comparison: Comparison | Error | undefined;
}

/** Hears how far it is. */
export interface ProgressListener {
  readonly start: (total: number) => void;
  readonly step: () => void;
  readonly stop: () => void;
}

/** Plays the media server as the settings say, then compares. */
export async function runSimulation(settings: SimulationSettings, progress?: ProgressListener): Promise<RunResult> {
  return withComparison(await sendScenarios(settings, progress), settings);
}

/** What was sent, and what the read API says of it. */
export async function withComparison(sending: SendingResult, settings: SimulationSettings): Promise<RunResult> {
  return { ...sending, comparison: await compareWithApi(sending, settings) };
}

/** Plays the media server as the settings say. */
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
  const pacing = { rate, oneByOne: !hasTimestamps };
  const delivered = await sendAll(deliveries.slice(0, 1), pacing, post, progress?.step);
  const isRefused = delivered.some(({ answer }) => answer.isRefused);
  if (!isRefused) delivered.push(...(await sendAll(deliveries.slice(1), pacing, post, progress?.step)));
  progress?.stop();
  return { delivered, isRefused, ms: performance.now() - startedAt, orderIsKnown: hasTimestamps || !settings.shuffle };
}

/** What the read API says of what was sent; an error when it cannot be asked, undefined when nobody wants it. */
export async function compareWithApi(
  { delivered, orderIsKnown }: SendingResult,
  { api }: SimulationSettings,
): Promise<RunResult['comparison']> {
  const hooks = withoutFailures(delivered).map(({ delivery: { fields }, sentAt }) => ({ fields, receivedAt: sentAt }));
  return api && (await compare(hooks, orderIsKnown, api).catch(toError));
}

/** The deliveries about whom every one succeeded: a hook that failed may have been kept all the same. */
function withoutFailures(delivered: readonly DeliveryResult[]): DeliveryResult[] {
  const failedSubjects = new Set(
    delivered.filter(({ answer }) => !answer.ok).map(({ delivery }) => subjectOf(delivery.fields)),
  );
  return delivered.filter(({ delivery }) => !failedSubjects.has(subjectOf(delivery.fields)));
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
