import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { type SessionTimes, sessionsOf } from '../../lambda/stream/session-times.ts';
import { decideStatus, emptyState, fold } from '../../lambda/stream/state.ts';
import { stateKey } from '../../lambda/table/keys.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { eventKey } from '../../lambda/table/rows/event-row.ts';
import { readStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Condition, Item, Query, Update } from '../../lambda/table/table.ts';
import { buildHookRequest } from '../hook/hook-request.builder.ts';
import { InMemoryTable } from './in-memory-table.ts';

const RUNS = Number(process.env.INTERLEAVING_RUNS ?? 1_000);
const NOW = Date.UTC(2026, 10, 2, 12);

/** A receiving process: each of its commands waits for the scheduler, before and after, and the process may die at any of them. */
class Process extends InMemoryTable {
  readonly #table: InMemoryTable;
  readonly #pause: () => Promise<unknown>;
  #commandsLeft: number;

  constructor(table: InMemoryTable, pause: () => Promise<unknown>, commands: number) {
    super();
    this.#table = table;
    this.#pause = pause;
    this.#commandsLeft = commands;
  }

  override get = (key: Item) => this.#wait(() => this.#table.get(key));
  override put = (item: Item, condition?: Condition) => this.#wait(() => this.#table.put(item, condition));
  override update = (key: Item, update: Update) => this.#wait(() => this.#table.update(key, update));
  override updateReturningOld = (key: Item, update: Update) =>
    this.#wait(() => this.#table.updateReturningOld(key, update));
  override query = (query: Query) => this.#wait(() => this.#table.query(query));

  async #wait<T>(command: () => Promise<T>): Promise<T> {
    await this.#pause();
    this.#commandsLeft -= 1;
    if (this.#commandsLeft < 0) throw new Error('the process has died');
    const answer = await command();
    await this.#pause();
    return answer;
  }
}

/** An action, and after how many seconds it happened. */
type TimedAction = [action: string, seconds: number];

/** A dense set: few clocks, six seconds apart, so that ends repeat, tie, and fall on both sides of ten seconds. */
const anyBoundary: fc.Arbitrary<TimedAction> = fc.tuple(
  fc.constantFrom('liveStreamStarted', 'liveStreamEnded', 'liveStreamEnded'),
  fc.integer({ min: 0, max: 4 }).map((sixes) => sixes * 6),
);

function eventOf([action, seconds]: TimedAction): StreamEvent {
  const event = readMessage(
    toMessage(
      buildHookRequest({
        fields: { action, id: 's', timestamp: NOW + seconds * 1_000 },
        receivedAt: NOW + 60_000,
        requestId: 'r',
      }),
    ),
  );
  if (event.type !== 'stream') throw new Error('expected an event of a stream');
  return event;
}

/** The session and status that folding these events gives. */
function foldedText(events: readonly StreamEvent[]): string {
  const boundaries = events.flatMap(({ boundary, at }) => (boundary === undefined ? [] : [{ kind: boundary, at }]));
  const state = events.reduce((known, event) => fold(known, event, boundaries), emptyState);
  return JSON.stringify([state.session, decideStatus(state)]);
}

/** Every set that has all of the first, and any of the second. */
function supersetsWith<T>(all: readonly T[], any: readonly T[]): T[][] {
  const sets: T[][] = [[...all]];
  for (const one of any) sets.push(...sets.map((set) => [...set, one]));
  return sets;
}

const cases = fc.record({
  before: fc.array(anyBoundary, { minLength: 1, maxLength: 2 }),
  concurrent: fc.array(
    fc.tuple(
      anyBoundary,
      fc.oneof({ weight: 4, arbitrary: fc.constant(100) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) }),
    ),
    { minLength: 2, maxLength: 5 },
  ),
  scheduler: fc.scheduler(),
});

test('concurrent processes, some of which die, leave the fold of every acknowledged event and any subset of the others', async () => {
  const holds = async ({
    before,
    concurrent,
    scheduler,
  }: {
    before: TimedAction[];
    concurrent: [TimedAction, number][];
    scheduler: fc.Scheduler;
  }) => {
    const table = new InMemoryTable();
    const record = (timed: TimedAction, within: InMemoryTable) =>
      new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true }).record(within, eventOf(timed));
    for (const timed of before) await record(timed, table);
    const pause = () => scheduler.schedule(Promise.resolve());
    const answers = concurrent.map(([timed, commands]) =>
      record(timed, new Process(table, pause, commands)).then(
        () => true,
        () => false,
      ),
    );
    const stored = await scheduler.waitFor(Promise.all(answers));
    const answered = [...before, ...concurrent.filter((_one, index) => stored[index]).map(([timed]) => timed)].map(
      eventOf,
    );
    const died = concurrent.filter((_one, index) => !stored[index]).map(([timed]) => eventOf(timed));
    const { state } = readStateRow(await table.get(stateKey('LiveApp', 's')));
    const found = JSON.stringify([state.session, decideStatus(state)]);
    expect(supersetsWith(answered, died).map(foldedText)).toContain(found);
  };
  await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS });
}, 600_000);

/** Processes that are slow to write the rows of some events: their changes of the state are seen long before. */
class LateRows extends InMemoryTable {
  readonly #late = new Set<string>();
  readonly #arrives: Promise<unknown>;

  constructor(late: readonly TimedAction[], arrives: Promise<unknown>) {
    super();
    for (const timed of late) this.#late.add(sortKey(eventKey(eventOf(timed))));
    this.#arrives = arrives;
  }

  override put = async (item: Item, condition?: Condition) => {
    if (this.#late.has(sortKey(item))) await this.#arrives;
    return super.put(item, condition);
  };
}

const sortKey = ({ sk }: Item): string => sk?.S ?? '';

/** A stream whose events come one after the other; the rows of some of them arrive only by `arriveAll`. */
function withLateRows(late: readonly TimedAction[]) {
  let arrive = () => {};
  const table = new LateRows(late, new Promise<void>((resolve) => (arrive = resolve)));
  const pending: Promise<unknown>[] = [];
  const stored = async () => readStateRow(await table.get(stateKey('LiveApp', 's')));
  return {
    stored,
    /** The newest session, in seconds. */
    session: async () => inSeconds((await stored()).state.session),
    /** Resolves once the state has the event, whether or not its row has arrived. */
    record: async (timed: TimedAction) => {
      const { version } = await stored();
      const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true });
      const recorded = recorder.record(table, eventOf(timed));
      pending.push(recorded);
      await Promise.race([recorded, setImmediate()]);
      return (await stored()).version > version;
    },
    arriveAll: () => {
      arrive();
      return Promise.all(pending);
    },
  };
}

function inSeconds(span: SessionTimes | null) {
  const seconds = (at: number | null) => (at === null ? null : (at - NOW) / 1_000);
  return span && [seconds(span.startedAt), seconds(span.endedAt)];
}

/** The newest session of these events, in seconds. */
function newestSession(events: readonly TimedAction[]) {
  const boundaries = events
    .map(eventOf)
    .flatMap(({ boundary, at }) => (boundary === undefined ? [] : [{ kind: boundary, at }]));
  return inSeconds(sessionsOf(boundaries).at(-1) ?? null);
}

describe('a row that arrives late', () => {
  const start = (seconds: number): TimedAction => ['liveStreamStarted', seconds];
  const end = (seconds: number): TimedAction => ['liveStreamEnded', seconds];

  test.each<{ late: TimedAction; next: TimedAction[]; newest: [number | null, number | null] }>([
    { late: end(12), next: [end(24)], newest: [null, 24] },
    { late: end(12), next: [end(24), end(24)], newest: [null, 24] },
    { late: end(20), next: [end(15), end(24), start(18)], newest: [18, 20] },
    { late: end(20), next: [end(15), end(24), end(24), start(18), start(18)], newest: [18, 20] },
    { late: end(12), next: [end(24), end(36), end(48), start(13)], newest: [null, 48] },
    { late: end(12), next: [start(12), end(24), end(24)], newest: [null, 24] },
    { late: end(15), next: [1, 6, 6.5, 7, 7.5, 8, 8.5, 9, 20].map(end), newest: [null, 15] }, // it lies in a gap behind a page of rows
    { late: start(30), next: [end(40), end(55), end(35)], newest: [null, 55] },
  ])('after a start at 0 ($late, then $next) changes no session', async ({ late, next, newest }) => {
    const { record, session, arriveAll, stored } = withLateRows([late]);
    for (const timed of [start(0), late, ...next]) expect(await record(timed)).toBe(true);
    expect(await session()).toEqual(newest);
    await arriveAll();
    expect(await session()).toEqual(newest);
    await record(late);
    expect(await session()).toEqual(newest);
    expect((await stored()).state.pending).toBeUndefined();
  });

  /** Mostly ends, three seconds apart, so that a fold has to read far back: more than it reads at once. */
  const timed: fc.Arbitrary<TimedAction> = fc.tuple(
    fc.constantFrom('liveStreamStarted', ...Array.from({ length: 7 }, () => 'liveStreamEnded')),
    fc.nat({ max: 20 }).map((threes) => threes * 3),
  );
  const cases = fc.array(fc.tuple(timed, fc.boolean()), { minLength: 3, maxLength: 24 });

  test('never makes a state differ from the fold of its events, however many rows come late', async () => {
    const holds = async (events: [TimedAction, boolean][]) => {
      const late = events.flatMap(([one, isLate]) => (isLate ? [one] : []));
      const { record, session, arriveAll } = withLateRows(late);
      const timed: TimedAction[] = [];
      for (const [one] of events) {
        if (await record(one)) timed.push(one);
        expect(await session()).toEqual(newestSession(timed));
      }
      await arriveAll();
      expect(await session()).toEqual(newestSession(events.map(([one]) => one)));
    };
    await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS / 2 });
  }, 600_000);
});
