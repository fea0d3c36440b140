import { randomHealth } from './scenarios/heartbeats.ts';
import { hook, type ScenarioContext } from './scenarios/scenario.ts';
import type { SimulatedHook } from './wire/fields-for.ts';
import { first, isSince } from './wire/versions.ts';

/** The condition of a stream: its encoder may be too slow, its endpoint may refuse it, or its heartbeats may stop. */
type Condition = 'well' | 'slow' | 'failing' | 'silent';

/** The conditions of the first streams; they repeat. */
const conditions: readonly Condition[] = ['well', 'well', 'slow', 'failing', 'well', 'silent', 'well', 'well'];

const names = ['Quay', 'Main stage', 'Kapı önü', 'Lobby', 'Harbour', 'Roof', 'Front door', 'Tower, north side'];

/** The heartbeats of a silent stream: those of half a minute. */
const BEATS_OF_SILENT = 6;

/** A stream of `simulate --live`. */
export interface LiveStream extends ScenarioContext {
  readonly name: string;
  readonly condition: Condition;
}

/** Returns the nth stream, counted from 0: the first does well. */
export function toLiveStream(context: ScenarioContext, n: number): LiveStream {
  const round = Math.floor(n / names.length);
  const name = `${names[n % names.length]}${round === 0 ? '' : ` ${round + 1}`}`;
  return { ...context, name, condition: conditions[n % conditions.length] ?? 'well' };
}

/** Returns what the hooks of a stream have in common. */
export const fieldsOf = ({ id, name }: LiveStream) => ({ id, streamName: name, category: 'weather' });

/** Returns the hooks with which a stream starts. */
export function startHooks(stream: LiveStream): SimulatedHook[] {
  const started = hook('liveStreamStarted', fieldsOf(stream));
  if (stream.condition !== 'failing') return [started];
  const endpoint = 'rtmp://a.rtmp.youtube.com/live2/abcd-1234-SECRET-KEY';
  const metadata = isSince(stream.ams, first.json) ? JSON.stringify({ 'rtmp-url': endpoint }) : endpoint;
  return [started, hook('endpointFailed', fieldsOf(stream), { metadata })];
}

/** Returns the nth heartbeat of a stream, counted from 0; none once it is silent. */
export function heartbeatHooks(stream: LiveStream, beat: number): SimulatedHook[] {
  if (stream.condition === 'silent' && beat >= BEATS_OF_SILENT) return [];
  const health = { ...randomHealth(beat, stream.random), ...(stream.condition === 'slow' && slowHealth(beat)) };
  return [hook('liveStreamStatus', { ...fieldsOf(stream), ...health })];
}

/** Returns how many hooks a stream sends in so many intervals of heartbeats, with its end and its recording. */
export function countHooks(stream: LiveStream, heartbeats: number): number {
  const sent = stream.condition === 'silent' ? Math.min(heartbeats, BEATS_OF_SILENT) : heartbeats;
  return startHooks(stream).length + sent + 2;
}

/** An encoder that cannot keep up: it falls behind, and drops frames. */
const slowHealth = (beat: number) => ({
  ...{ width: 1920, height: 1080, encodingQueueSize: 40 + beat },
  ...{ speed: beat === 0 ? 0 : 0.84, dropFrameCountInEncoding: beat * 9 },
});
