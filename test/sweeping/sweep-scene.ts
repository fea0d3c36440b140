import { beforeEach } from 'vitest';
import { describeStream } from '../../lambda/reading/stream.ts';
import { type SweepDeps, sweep } from '../../lambda/sweeping/sweep.ts';
import type { SweepReport } from '../../lambda/sweeping/sweep-report.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, buildHook, NOW } from '../table/event.builder.ts';
import { AnsweringServers } from './answering-servers.ts';
import { emptyTable } from './empty-table.ts';

/** Returns a time in ms since the epoch; the seconds count from `NOW`. */
export const clock = (seconds: number): number => NOW + seconds * 1_000;

const shortNames = { started: 'liveStreamStarted', ended: 'liveStreamEnded', heartbeat: 'liveStreamStatus' } as const;
type ShortName = keyof typeof shortNames;

interface HookTimes {
  readonly app?: string;
  /** The clock of the media server. @default the time of receipt */
  readonly at?: number;
}

/** A table of its own for each test, with hooks and sweeps at chosen times. All times are in seconds. */
export class SweepScene {
  readonly servers = new AnsweringServers();
  readonly recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
  /** Events that are deferred. */
  deferred = 0;
  presumeEndedMinutes = 5;
  byDay = true;
  readonly #engine: ReturnType<typeof useEngine>;
  #sweptAt: number | undefined;

  constructor(engine: ReturnType<typeof useEngine>) {
    this.#engine = engine;
  }

  get table() {
    return this.#engine().streams;
  }

  get deps(): SweepDeps {
    return {
      streams: this.table,
      historyDays: 30,
      byDay: this.byDay,
      policy: { presumeEndedMs: this.presumeEndedMinutes * 60_000, sweepMs: 60_000 },
      countDeferred: async () => this.deferred,
      mediaServers: this.servers,
    };
  }

  /** Records a hook that is received at a time. */
  hook(name: ShortName, id: string, received: number, { app = 'LiveApp', at = received }: HookTimes = {}) {
    const fields = { action: shortNames[name], id, timestamp: clock(at) };
    return this.recorder.record(this.table, buildEvent(fields, app, clock(received)));
  }

  /** Records any hook that is received at a time. */
  anyHook(fields: object, received: number, app = 'LiveApp') {
    return this.recorder.record(this.table, buildHook(fields, app, clock(received)));
  }

  /** Records a stream that starts and has heartbeats every 20 s until a time. */
  async beats(id: string, from: number, until: number, app = 'LiveApp'): Promise<void> {
    await this.hook('started', id, from, { app });
    for (let seconds = from; seconds < until; seconds += 20) await this.hook('heartbeat', id, seconds, { app });
    await this.hook('heartbeat', id, until, { app });
  }

  /** Sweeps at a time, and before it every minute since the last sweep; the first sweep is at 0 when no other time is given. */
  async sweepUntil(seconds: number, overrides: Partial<SweepDeps> = {}): Promise<SweepReport[]> {
    const reports: SweepReport[] = [];
    const first = this.#sweptAt === undefined ? Math.min(0, seconds) : Math.min(this.#sweptAt + 60, seconds);
    for (let at = first; at < seconds; at += 60) reports.push(await this.sweep(at, overrides));
    reports.push(await this.sweep(seconds, overrides));
    return reports;
  }

  async sweep(seconds: number, overrides: Partial<SweepDeps> = {}): Promise<SweepReport> {
    this.#sweptAt = seconds;
    return sweep({ ...this.deps, ...overrides }, clock(seconds));
  }

  /** Describes a stream as `status`, with the seconds of its end. */
  async status(id: string, app = 'LiveApp'): Promise<string> {
    const stream = await describeStream({ table: this.table, app, id, now: clock(100_000) });
    if (stream === undefined) return 'none';
    const end = stream.endedAt === null ? '' : ` ${(Date.parse(stream.endedAt) - NOW) / 1_000}`;
    return `${stream.status}${end}`;
  }

  /** Describes the sessions of a stream, newest first, as `start – end reason`. */
  async sessions(id: string, app = 'LiveApp'): Promise<string[]> {
    const stream = await describeStream({ table: this.table, app, id, now: clock(100_000) });
    const secondsOf = (time: string | null) => (time === null ? null : (Date.parse(time) - NOW) / 1_000);
    return (stream?.sessions ?? []).map(
      ({ startedAt, endedAt, endReason }) => `${secondsOf(startedAt)} – ${secondsOf(endedAt)} ${endReason}`,
    );
  }

  /** The fields of a stream's presumed ends in the history. */
  async causes(id: string, app = 'LiveApp'): Promise<unknown[]> {
    const stream = await describeStream({ table: this.table, app, id, now: clock(100_000) });
    const ends = stream?.events.filter(({ action }) => action === 'presumedEnd') ?? [];
    return ends.map(({ fields }) => fields.cause);
  }
}

/** Gives each test of a file a scene of its own. */
export function useSweepScene(engine = useEngine()): () => SweepScene {
  let scene: SweepScene | undefined;
  beforeEach(async () => {
    await emptyTable(engine().client);
    scene = new SweepScene(engine);
  });
  return () => {
    if (scene === undefined) throw new Error('the scene has not been built: ask for it inside of a test');
    return scene;
  };
}
