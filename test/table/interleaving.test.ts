import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { type PresumedEnd, presumedEndEvent } from '../../lambda/stream/presumed-end.ts';
import { type PresumedStart, presumedStartEvent } from '../../lambda/stream/presumed-start.ts';
import { type Boundary, type SessionTimes, sessionsOf } from '../../lambda/stream/session-times.ts';
import { decideStatus, emptyState, fold, newestSessionOf, type State } from '../../lambda/stream/state.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { recordPresumedStart } from '../../lambda/table/record-presumed-start.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { stateKey } from '../../lambda/table/row-keys.ts';
import { eventKey } from '../../lambda/table/rows/event-row.ts';
import { presumedEndRowsQuery, readPresumedEndRow } from '../../lambda/table/rows/presumed-end-row.ts';
import { readStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Condition, Item } from '../../lambda/table/table.ts';
import { buildHookRequest } from '../hook/hook-request.builder.ts';
import { InMemoryTable } from './in-memory-table.ts';
import { MortalProcess } from './mortal-process.ts';

const RUNS = Number(process.env.INTERLEAVING_RUNS ?? 1_000);
const NOW = Date.UTC(2026, 10, 2, 12);

/** An action, and after how many seconds it happened. */
type TimedAction = [action: string, seconds: number];

/** The actions of a presumed end and start, which no hook has. */
const PRESUMED_END = 'presumedEnd';
const PRESUMED_START = 'presumedStart';

const twice = <T>(one: T): T[] => [one, one];

/** Few clocks, six seconds apart, so that ends repeat, tie, and fall on both sides of ten and of fifteen seconds. */
const sixes = fc.integer({ min: 0, max: 4 }).map((count) => count * 6);

const anyEvent: fc.Arbitrary<TimedAction> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.tuple(
      fc.constantFrom(
        'liveStreamStarted',
        ...twice('liveStreamEnded'),
        ...twice('liveStreamStatus'),
        ...twice(PRESUMED_END),
      ),
      sixes,
    ),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant(PRESUMED_START), fc.constantFrom(-55, -40, 6, 11, 60, 72)) },
);

function eventOf([action, seconds]: TimedAction): StreamEvent {
  if (action === PRESUMED_END) return presumedEndEvent(presumedEndAt(seconds));
  if (action === PRESUMED_START) return presumedStartEvent(presumedStartAt(seconds));
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

const presumedEndAt = (seconds: number): PresumedEnd => ({
  ...{ app: 'LiveApp', id: 's', at: NOW + seconds * 1_000, cause: 'silence', receivedAt: NOW + 60_000 },
});

const presumedStartAt = (seconds: number): PresumedStart => ({
  ...{ app: 'LiveApp', id: 's', at: NOW + seconds * 1_000, receivedAt: NOW + 60_000 },
});

/** Records an event by a process of its own. */
function record(timed: TimedAction, within: InMemoryTable) {
  const [action, seconds] = timed;
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
  if (action === PRESUMED_END) return recordPresumedEnd(within, presumedEndAt(seconds), 30, true);
  return action === PRESUMED_START
    ? recordPresumedStart(within, presumedStartAt(seconds), 30, true)
    : recorder.record(within, eventOf(timed));
}

/** The session of the hooks, the newest session, and the status. */
const summaryOf = (state: State): string =>
  JSON.stringify([state.session, newestSessionOf(state), decideStatus(state)]);

/** The summary that folding these events gives. */
function foldedText(events: readonly StreamEvent[]): string {
  const boundaries = events.flatMap(boundaryOf);
  const state = events.reduce((known, event) => fold(known, event, boundaries), emptyState);
  return summaryOf(state);
}

const boundaryOf = ({ boundary, at, presumedStart }: StreamEvent): Boundary[] =>
  boundary === undefined ? [] : [{ kind: boundary, at, presumed: presumedStart && 'yes' }];

/** Every set that has all of the first, and any of the second. */
function supersetsWith<T>(all: readonly T[], any: readonly T[]): T[][] {
  const sets: T[][] = [[...all]];
  for (const one of any) sets.push(...sets.map((set) => [...set, one]));
  return sets;
}

/** The commands that a process sends before it dies: mostly more than it needs. */
const commands = fc.oneof({ weight: 4, arbitrary: fc.constant(100) }, { weight: 1, arbitrary: fc.nat({ max: 5 }) });

interface Concurrency {
  readonly before: TimedAction[];
  readonly concurrent: [TimedAction, number][];
  readonly scheduler: fc.Scheduler;
}

const arbitraryConcurrency = (event: fc.Arbitrary<TimedAction>): fc.Arbitrary<Concurrency> =>
  fc.record({
    before: fc.array(event, { minLength: 1, maxLength: 2 }),
    concurrent: fc.array(fc.tuple(event, commands), { minLength: 2, maxLength: 5 }),
    scheduler: fc.scheduler(),
  });

/** Records some events at once. Returns which of them were acknowledged: the processes of the others have died. */
async function recordAtOnce(table: InMemoryTable, { before, concurrent, scheduler }: Concurrency) {
  for (const timed of before) await record(timed, table);
  const pause = () => scheduler.schedule(Promise.resolve());
  const answers = concurrent.map(([timed, limit]) =>
    record(timed, new MortalProcess(table, pause, limit)).then(
      () => true,
      () => false,
    ),
  );
  const stored = await scheduler.waitFor(Promise.all(answers));
  const timed = concurrent.map(([one]) => one);
  return {
    acknowledged: [...before, ...timed.filter((_one, index) => stored[index])],
    died: timed.filter((_one, index) => !stored[index]),
  };
}

test('concurrent processes, some of which die, leave the fold of every acknowledged event and any subset of the others', async () => {
  const holds = async (concurrency: Concurrency) => {
    const table = new InMemoryTable();
    const { acknowledged, died } = await recordAtOnce(table, concurrency);
    const { state } = readStateRow(await table.get(stateKey('LiveApp', 's')));
    const sets = supersetsWith(acknowledged.map(eventOf), died.map(eventOf));
    expect(sets.map(foldedText)).toContain(summaryOf(state));
  };
  await fc.assert(fc.asyncProperty(arbitraryConcurrency(anyEvent), holds), { numRuns: RUNS });
}, 600_000);

test('the latest presumed end is marked exactly when a heartbeat contradicts it, also when processes die and events come again', async () => {
  const event: fc.Arbitrary<TimedAction> = fc.tuple(fc.constantFrom('liveStreamStatus', PRESUMED_END), sixes);
  const holds = async (concurrency: Concurrency) => {
    const table = new InMemoryTable();
    await record(['liveStreamStarted', 0], table);
    const { acknowledged, died } = await recordAtOnce(table, concurrency);
    for (const timed of died) await record(timed, table);
    const clocksOf = (wanted: string) =>
      [...acknowledged, ...died].filter(([action]) => action === wanted).map(([, seconds]) => seconds);
    const [heartbeat, presumedEnd] = [clocksOf('liveStreamStatus'), clocksOf(PRESUMED_END)].map((all) =>
      Math.max(...all),
    );
    const isContradicted = (heartbeat ?? 0) > (presumedEnd ?? 0) + 15;
    const { items } = await table.query(presumedEndRowsQuery('LiveApp', 's'));
    const marks = items.map((row) => readPresumedEndRow(row).isContradicted);
    expect(marks[0] ?? false).toBe(marks.length > 0 && isContradicted); // that of the latest
  };
  await fc.assert(fc.asyncProperty(arbitraryConcurrency(event), holds), { numRuns: RUNS / 2 });
}, 600_000);

test('a heartbeat whose process has died marks the presumed end when it comes again, also after the next one', async () => {
  for (const commands of [0, 1, 2, 3, 4, 5]) {
    const table = new InMemoryTable();
    await record(['liveStreamStarted', 0], table);
    await record([PRESUMED_END, 10], table);
    const dying = new MortalProcess(table, async () => {}, commands);
    await record(['liveStreamStatus', 26], dying).catch(() => {});
    await record(['liveStreamStatus', 31], table);
    await record(['liveStreamStatus', 26], table);
    const { items } = await table.query(presumedEndRowsQuery('LiveApp', 's'));
    expect([commands, items.map((row) => readPresumedEndRow(row).isContradicted)]).toEqual([commands, [true]]);
  }
});

describe('a heartbeat that contradicts a presumed end marks it', () => {
  const heartbeat: TimedAction = ['liveStreamStatus', 26];
  const presumedEnd: TimedAction = [PRESUMED_END, 10];

  test.each([
    { what: 'a sweep', first: presumedEnd, second: heartbeat },
    { what: 'a receiver', first: heartbeat, second: presumedEnd },
  ])('wherever $what stops meanwhile', async ({ first, second }) => {
    for (let commands = 0; commands <= 6; commands++) {
      const table = new InMemoryTable();
      await record(['liveStreamStarted', 0], table);
      let resume = () => {};
      const resumed = new Promise<void>((resolve) => (resume = resolve));
      let pauses = 0;
      const stopped = new MortalProcess(table, async () => (pauses++ < commands ? undefined : resumed), 100);
      const recorded = record(first, stopped);
      await setImmediate();
      await record(second, table);
      resume();
      await recorded;
      const { items } = await table.query(presumedEndRowsQuery('LiveApp', 's'));
      expect([commands, items.map((row) => readPresumedEndRow(row).isContradicted)]).toEqual([commands, [true]]);
    }
  });
});

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
      const recorded = record(timed, table);
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
  return inSeconds(sessionsOf(events.map(eventOf).flatMap(boundaryOf)).at(-1) ?? null);
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
  const hook: fc.Arbitrary<TimedAction> = fc.tuple(
    fc.constantFrom('liveStreamStarted', ...Array.from({ length: 7 }, () => 'liveStreamEnded')),
    fc.nat({ max: 23 }).map((threes) => threes * 3),
  );
  /** At no clock of a hook: which of two starts at the same clock a state knows, only their rows say. */
  const adoption: fc.Arbitrary<TimedAction> = fc.tuple(
    fc.constant(PRESUMED_START),
    fc.nat({ max: 23 }).map((threes) => threes * 3 + 1),
  );
  const timed = fc.oneof({ weight: 6, arbitrary: hook }, { weight: 1, arbitrary: adoption });
  const cases = fc.array(fc.tuple(timed, fc.boolean()), { minLength: 3, maxLength: 24 });

  test('never makes a state differ from the fold of its events, however many rows come late', async () => {
    const holds = async (events: [TimedAction, boolean][]) => {
      const late = events.flatMap(([one, isLate]) => (isLate && one[0] !== PRESUMED_START ? [one] : []));
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
