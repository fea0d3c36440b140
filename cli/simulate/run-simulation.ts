import { type Comparison, compare } from './compare.ts';
import { type Event, subjectOf } from './expect.ts';
import { runOf } from './ids.ts';
import { randomOf } from './random.ts';
import { plan } from './run-plan.ts';
import { send } from './send.ts';
import { type Delivered, perform } from './send-all.ts';
import type { Settings } from './simulate-settings.ts';
import { first, isSince } from './versions.ts';

/** What was sent, and what was answered. */
export interface Sent {
  readonly delivered: readonly Delivered[];
  /** How long the sending took, in ms. */
  readonly ms: number;
  /** Whether the first hook was refused, as all others would be: they were not sent. */
  readonly isRefused: boolean;
  /** Whether what came last is known: without timestamps only the order of sending tells. */
  readonly orderIsKnown: boolean;
}

/** The same, and what the read API says of it. */
export interface Played extends Sent {
  /** Undefined when nobody wanted it. An error is why the read API could not be asked. */
  readonly comparison: Comparison | Error | undefined;
}

/** Hears how far it is. */
export interface Progress {
  readonly start: (total: number) => void;
  readonly step: () => void;
  readonly stop: () => void;
}

/** Plays the media server as the settings say, then compares. */
export async function simulate(settings: Settings, progress?: Progress): Promise<Played> {
  return withComparison(await play(settings, progress), settings);
}

/** What was sent, and what the read API says of it. */
export async function withComparison(sent: Sent, settings: Settings): Promise<Played> {
  return { ...sent, comparison: await comparisonOf(sent, settings) };
}

/** Plays the media server as the settings say. */
export async function play(settings: Settings, progress?: Progress): Promise<Sent> {
  const { url, ams, encoding, app, seed, rate, retries } = settings;
  const manner = { ams, encoding, app };
  const now = Date.now();
  const random = randomOf(seed);
  const deliveries = plan({ ...settings, manner, host: url.host, run: runOf(now), random }, now);
  const hasClock = isSince(ams, first.timestamps);
  const begun = performance.now();
  progress?.start(deliveries.length);
  const post = ({ from, request }: (typeof deliveries)[number]) => send(url, request, from === 'server' ? 0 : retries);
  const pace = { rate, oneByOne: !hasClock };
  const delivered = await perform(deliveries.slice(0, 1), pace, post, progress?.step);
  const isRefused = delivered.some(({ answer }) => answer.isRefused);
  if (!isRefused) delivered.push(...(await perform(deliveries.slice(1), pace, post, progress?.step)));
  progress?.stop();
  return { delivered, isRefused, ms: performance.now() - begun, orderIsKnown: hasClock || !settings.shuffle };
}

/** What the read API says of what was sent; an error when it cannot be asked, undefined when nobody wants it. */
export async function comparisonOf(
  { delivered, orderIsKnown }: Sent,
  { ams, api }: Settings,
): Promise<Played['comparison']> {
  const hasClock = isSince(ams, first.timestamps);
  const events = allKept(delivered).map((one) => eventOf(one, hasClock));
  return api && (await compare(events, orderIsKnown, api).catch(asError));
}

/** The deliveries about whom every one succeeded: a hook that failed may have been kept all the same. */
function allKept(delivered: readonly Delivered[]): Delivered[] {
  const doubtful = new Set(delivered.filter(({ answer }) => !answer.ok).map(({ delivery }) => subjectOf(delivery)));
  return delivered.filter(({ delivery }) => !doubtful.has(subjectOf(delivery)));
}

/** Without a timestamp an event happens when it is received. */
function eventOf({ delivery: { from, at, fields }, sentAt }: Delivered, hasClock: boolean): Event {
  return { from, at: hasClock ? at : sentAt, fields };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
