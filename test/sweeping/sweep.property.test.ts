import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideStatus } from '../../lambda/stream/state.ts';
import { sweep } from '../../lambda/sweeping/sweep.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { stateKey } from '../../lambda/table/row-keys.ts';
import { readStateRow } from '../../lambda/table/rows/state-row.ts';
import { buildEvent } from '../table/event.builder.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { AnsweringServers } from './answering-servers.ts';
import { clock } from './sweep-scene.ts';

const RUNS = Number(process.env.SWEEP_RUNS ?? 300);
const PRESUME_ENDED_S = 300;
const HOUR_S = 3_600;
/** A longer time between two sweeps is a gap. */
const MAX_GAP_S = 1_200;

/** Streams of two apps, at most three an app, since the path guard has tests of its own; all times are in seconds. */
const cases = fc.record({
  /** How far the clock of each stream's media server is off. */
  offsets: fc.array(fc.integer({ min: -400, max: 100 }), { minLength: 1, maxLength: 6 }),
  heartbeats: fc.array(fc.record({ stream: fc.nat({ max: 5 }), at: fc.nat({ max: HOUR_S }) }), { maxLength: 40 }),
  sweeps: fc.array(fc.record({ at: fc.nat({ max: HOUR_S }) }), { minLength: 1, maxLength: 12 }),
});

/** A stream as the rule has it: by receipt. */
class ModelStream {
  lastSign = 0;
  isLive = true;

  receive(at: number): void {
    this.lastSign = at;
    this.isLive = true;
  }

  /** Returns whether a sweep presumes that it has ended. */
  sweep(at: number, watchedSince: number): boolean {
    const ends = this.isLive && at - Math.max(this.lastSign, watchedSince) > PRESUME_ENDED_S;
    this.isLive &&= !ends;
    return ends;
  }
}

/** The streams in a table, and the model of each. */
class Streams {
  readonly models: readonly ModelStream[];
  readonly #offsets: readonly number[];
  readonly #table = new InMemoryTable();
  readonly #recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });
  #sweptAt = Number.NEGATIVE_INFINITY;
  #watchedSince = 0;

  constructor(offsets: readonly number[]) {
    this.#offsets = offsets;
    this.models = offsets.map(() => new ModelStream());
  }

  async receive(action: string, stream: number, at: number): Promise<void> {
    this.models[stream]?.receive(at);
    const fields = { id: `s${stream}`, action, timestamp: this.#clockOf(stream, at) };
    await this.#recorder.record(this.#table, buildEvent(fields, appOf(stream), clock(at)));
  }

  /** Sweeps, and expects what the models do. */
  async sweep(at: number): Promise<void> {
    if (at - this.#sweptAt > MAX_GAP_S) this.#watchedSince = at;
    this.#sweptAt = at;
    const ending = this.models.filter((model) => model.sweep(at, this.#watchedSince));
    const { presumedEnded, live } = await sweep({ ...deps, streams: this.#table }, clock(at));
    expect({ presumedEnded, live }).toEqual({
      presumedEnded: ending.length,
      live: this.models.filter(({ isLive }) => isLive).length,
    });
  }

  /** Expects of each stream the status of its model, and the clock of its last heartbeat as its end. */
  async expectStatuses(): Promise<void> {
    for (const [stream, { isLive, lastSign }] of this.models.entries()) {
      const { state } = readStateRow(await this.#table.get(stateKey(appOf(stream), `s${stream}`)));
      const { status, at } = decideStatus(state);
      expect(status).toBe(isLive ? 'live' : 'presumedEnded');
      if (!isLive) expect(at).toBe(this.#clockOf(stream, lastSign));
    }
  }

  #clockOf(stream: number, at: number): number {
    return clock(at + (this.#offsets[stream] ?? 0));
  }
}

const appOf = (stream: number): string => `App${stream % 2}`;

const deps = {
  historyDays: 30,
  byDay: true,
  policy: { presumeEndedMs: PRESUME_ENDED_S * 1_000, sweepMs: (MAX_GAP_S * 1_000) / 3 },
  countDeferred: async () => 0,
  mediaServers: new AnsweringServers(),
};

test('nothing is presumed to have ended that sent a sign within the limit, and everything else is, by the next sweep', async () => {
  const holds = async ({ offsets, heartbeats, sweeps }: typeof cases extends fc.Arbitrary<infer T> ? T : never) => {
    const streams = new Streams(offsets);
    for (const stream of offsets.keys()) await streams.receive('liveStreamStarted', stream, 0);
    for (const stream of offsets.keys()) await streams.receive('liveStreamStatus', stream, 0);
    const steps: { at: number; stream?: number }[] = [...heartbeats, ...sweeps];
    for (const { at, stream } of steps.sort((a, b) => a.at - b.at)) {
      if (stream === undefined) await streams.sweep(at);
      else await streams.receive('liveStreamStatus', stream % offsets.length, at);
    }
    await streams.expectStatuses();
  };
  await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS });
}, 600_000);
