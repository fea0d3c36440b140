import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageOf } from '../../lambda/hook/message.ts';
import { hookOf } from '../../lambda/hook/read-message.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { type Span, sessionsOf } from '../../lambda/stream/session-times.ts';
import { fold, nothingKnown, standingOf } from '../../lambda/stream/state.ts';
import { eventKey } from '../../lambda/table/history.ts';
import { stateKey } from '../../lambda/table/keys.ts';
import { Recorder } from '../../lambda/table/record.ts';
import { readStateItem } from '../../lambda/table/state-item.ts';
import type { Condition, Item, Query, Update } from '../../lambda/table/table.ts';
import { received } from '../stream/model.ts';
import { TinyTable } from './tiny-table.ts';

const RUNS = Number(process.env.INTERLEAVING_RUNS ?? 1_500);
const NOW = Date.UTC(2026, 10, 2, 12);

/** A process that receives: each of its commands waits for its turn, before and after, and it may die at any of them. */
class Process extends TinyTable {
  readonly #table: TinyTable;
  readonly #turn: () => Promise<unknown>;
  #left: number;

  constructor(table: TinyTable, turn: () => Promise<unknown>, commands: number) {
    super();
    this.#table = table;
    this.#turn = turn;
    this.#left = commands;
  }

  override get = (key: Item) => this.#wait(() => this.#table.get(key));
  override put = (item: Item, condition?: Condition) => this.#wait(() => this.#table.put(item, condition));
  override update = (key: Item, update: Update) => this.#wait(() => this.#table.update(key, update));
  override exchange = (key: Item, update: Update) => this.#wait(() => this.#table.exchange(key, update));
  override query = (query: Query) => this.#wait(() => this.#table.query(query));

  async #wait<T>(command: () => Promise<T>): Promise<T> {
    await this.#turn();
    this.#left -= 1;
    if (this.#left < 0) throw new Error('the process has died');
    const answer = await command();
    await this.#turn();
    return answer;
  }
}

/** What happened, and after how many seconds. */
type Heard = [action: string, seconds: number];

/** A dense set: few clocks, six seconds apart, so that ends repeat, tie, and fall on both sides of ten seconds. */
const edge: fc.Arbitrary<Heard> = fc.tuple(
  fc.constantFrom('liveStreamStarted', 'liveStreamEnded', 'liveStreamEnded'),
  fc.integer({ min: 0, max: 4 }).map((sixes) => sixes * 6),
);

function eventOf([action, seconds]: Heard): StreamEvent {
  const event = hookOf(
    messageOf(
      received({
        fields: { action, id: 's', timestamp: NOW + seconds * 1_000 },
        receivedAt: NOW + 60_000,
        requestId: 'r',
      }),
    ),
  );
  if (event.about !== 'stream') throw new Error('expected an event of a stream');
  return event;
}

/** What the fold of these events says, and what a reader would see. */
function told(events: readonly StreamEvent[]): string {
  const edges = events.flatMap(({ edge, at }) => (edge === undefined ? [] : [{ edge, at }]));
  const state = events.reduce((known, event) => fold(known, event, edges), nothingKnown);
  return JSON.stringify([state.session, standingOf(state)]);
}

/** Every set that holds all of the first, and any of the second. */
function withAnyOf<T>(all: readonly T[], any: readonly T[]): T[][] {
  const sets: T[][] = [[...all]];
  for (const one of any) sets.push(...sets.map((set) => [...set, one]));
  return sets;
}

const cases = fc.record({
  before: fc.array(edge, { minLength: 1, maxLength: 2 }),
  atOnce: fc.array(
    fc.tuple(edge, fc.oneof({ weight: 4, arbitrary: fc.constant(100) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) })),
    { minLength: 2, maxLength: 5 },
  ),
  scheduler: fc.scheduler(),
});

test('processes that write one stream at once, and may die, leave the fold of what they answered 200, and perhaps of what died', async () => {
  const holds = async ({
    before,
    atOnce,
    scheduler,
  }: {
    before: Heard[];
    atOnce: [Heard, number][];
    scheduler: fc.Scheduler;
  }) => {
    const table = new TinyTable();
    const record = (told: Heard, within: TinyTable) =>
      new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true }).record(within, eventOf(told));
    for (const told of before) await record(told, table);
    const turn = () => scheduler.schedule(Promise.resolve());
    const answers = atOnce.map(([told, commands]) =>
      record(told, new Process(table, turn, commands)).then(
        () => true,
        () => false,
      ),
    );
    const kept = await scheduler.waitFor(Promise.all(answers));
    const answered = [...before, ...atOnce.filter((_one, index) => kept[index]).map(([told]) => told)].map(eventOf);
    const died = atOnce.filter((_one, index) => !kept[index]).map(([told]) => eventOf(told));
    const { state } = readStateItem(await table.get(stateKey('LiveApp', 's')));
    const found = JSON.stringify([state.session, standingOf(state)]);
    expect(withAnyOf(answered, died).map(told)).toContain(found);
  };
  await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS });
}, 600_000);

/** Processes that are slow to write the rows of some events: their changes of the state are seen long before. */
class LateRows extends TinyTable {
  readonly #late = new Set<string>();
  readonly #arrives: Promise<unknown>;

  constructor(late: readonly Heard[], arrives: Promise<unknown>) {
    super();
    for (const heard of late) this.#late.add(sortKey(eventKey(eventOf(heard))));
    this.#arrives = arrives;
  }

  override put = async (item: Item, condition?: Condition) => {
    if (this.#late.has(sortKey(item))) await this.#arrives;
    return super.put(item, condition);
  };
}

const sortKey = ({ sk }: Item): string => sk?.S ?? '';

/** A stream whose events come one after the other, the rows of some of them only when it is asked for. */
function withLateRows(late: readonly Heard[]) {
  let arrive = () => {};
  const table = new LateRows(late, new Promise<void>((resolve) => (arrive = resolve)));
  const waiting: Promise<unknown>[] = [];
  const stored = async () => readStateItem(await table.get(stateKey('LiveApp', 's')));
  return {
    stored,
    /** The newest session, in seconds. */
    session: async () => inSeconds((await stored()).state.session),
    /** Whether the state has it, with its row or before. */
    record: async (heard: Heard) => {
      const { version } = await stored();
      const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true });
      const recorded = recorder.record(table, eventOf(heard));
      waiting.push(recorded);
      await Promise.race([recorded, setImmediate()]);
      return (await stored()).version > version;
    },
    arriveAll: () => {
      arrive();
      return Promise.all(waiting);
    },
  };
}

function inSeconds(span: Span | null) {
  const seconds = (at: number | null) => (at === null ? null : (at - NOW) / 1_000);
  return span && [seconds(span.startedAt), seconds(span.endedAt)];
}

/** The newest session of these events, in seconds. */
function newestOf(events: readonly Heard[]) {
  const edges = events.map(eventOf).flatMap(({ edge, at }) => (edge === undefined ? [] : [{ edge, at }]));
  return inSeconds(sessionsOf(edges).at(-1) ?? null);
}

describe('a row that comes late', () => {
  const start = (seconds: number): Heard => ['liveStreamStarted', seconds];
  const end = (seconds: number): Heard => ['liveStreamEnded', seconds];

  test.each<{ late: Heard; next: Heard[]; newest: [number | null, number | null] }>([
    { late: end(12), next: [end(24)], newest: [null, 24] },
    { late: end(12), next: [end(24), end(24)], newest: [null, 24] },
    { late: end(20), next: [end(15), end(24), start(18)], newest: [18, 20] },
    { late: end(20), next: [end(15), end(24), end(24), start(18), start(18)], newest: [18, 20] },
    { late: end(12), next: [end(24), end(36), end(48), start(13)], newest: [null, 48] },
    { late: end(12), next: [start(12), end(24), end(24)], newest: [null, 24] },
    { late: end(15), next: [1, 6, 6.5, 7, 7.5, 8, 8.5, 9, 20].map(end), newest: [null, 15] }, // it stands in a gap behind a page of rows
    { late: start(30), next: [end(40), end(55), end(35)], newest: [null, 55] },
  ])('after a start at 0 ($late, then $next) changes no session', async ({ late, next, newest }) => {
    const { record, session, arriveAll, stored } = withLateRows([late]);
    for (const heard of [start(0), late, ...next]) expect(await record(heard)).toBe(true);
    expect(await session()).toEqual(newest);
    await arriveAll();
    expect(await session()).toEqual(newest);
    await record(late);
    expect(await session()).toEqual(newest);
    expect((await stored()).state.awaited).toBeUndefined();
  });

  /** Mostly ends, three seconds apart, so that a fold has to read far back: more than it reads at once. */
  const heard: fc.Arbitrary<Heard> = fc.tuple(
    fc.constantFrom('liveStreamStarted', ...Array.from({ length: 7 }, () => 'liveStreamEnded')),
    fc.nat({ max: 20 }).map((threes) => threes * 3),
  );
  const cases = fc.array(fc.tuple(heard, fc.boolean()), { minLength: 3, maxLength: 24 });

  test('never makes a state say anything but the fold of what it was told, however many come late', async () => {
    const holds = async (events: [Heard, boolean][]) => {
      const late = events.flatMap(([one, isLate]) => (isLate ? [one] : []));
      const { record, session, arriveAll } = withLateRows(late);
      const told: Heard[] = [];
      for (const [one] of events) {
        if (await record(one)) told.push(one);
        expect(await session()).toEqual(newestOf(told));
      }
      await arriveAll();
      expect(await session()).toEqual(newestOf(events.map(([one]) => one)));
    };
    await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS / 2 });
  }, 600_000);
});
