import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Verdict } from '../../lambda/asking/media-servers.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { presumedEndEvent } from '../../lambda/stream/presumed-end.ts';
import { lastSignOf } from '../../lambda/stream/silence.ts';
import { decideStatus, emptyState, fold, newestSessionOf, type State } from '../../lambda/stream/state.ts';
import { type SweepDeps, sweep } from '../../lambda/sweeping/sweep.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { stateKey } from '../../lambda/table/row-keys.ts';
import { presumedEndRowsQuery, readPresumedEndRow } from '../../lambda/table/rows/presumed-end-row.ts';
import { readStateRow } from '../../lambda/table/rows/state-row.ts';
import { readSweepMemory, writeSummary } from '../../lambda/table/sweep-memory.ts';
import { buildEvent } from '../table/event.builder.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { MortalProcess } from '../table/mortal-process.ts';
import { AnsweringServers } from './answering-servers.ts';
import { clock } from './sweep-scene.ts';

const RUNS = Number(process.env.INTERLEAVING_RUNS ?? 1_000);

/** When the concurrent hooks are received and the concurrent sweeps begin, in seconds. */
const SWEPT_AT = 1_000;
const STREAMS = ['s', 't'] as const;

/** A hook of a stream, at a clock in seconds. */
interface TimedHook {
  readonly id: (typeof STREAMS)[number];
  readonly action: string;
  readonly at: number;
  readonly received: number;
}

/** The streams have sent their last heartbeat at 60, long before the sweeps. */
const before: TimedHook[] = STREAMS.flatMap((id) => [
  { id, action: 'liveStreamStarted', at: 0, received: 0 },
  { id, action: 'liveStreamStatus', at: 60, received: 60 },
]);

const arbitraryHook: fc.Arbitrary<TimedHook> = fc
  .tuple(
    fc.constantFrom(...STREAMS),
    fc.constantFrom<[string, number][]>(
      ['liveStreamStatus', 70],
      ['liveStreamStatus', SWEPT_AT],
      ['liveStreamStarted', SWEPT_AT - 10],
      ['liveStreamStarted', 65],
      ['liveStreamEnded', 50],
      ['liveStreamEnded', 65],
      ['liveStreamEnded', SWEPT_AT],
    ),
  )
  .map(([id, [action, at]]) => ({ id, action, at, received: SWEPT_AT }));

/** The commands that a process sends before it dies: mostly more than it needs. */
const commandsOfHook = fc.oneof(
  { weight: 4, arbitrary: fc.constant(100) },
  { weight: 1, arbitrary: fc.nat({ max: 5 }) },
);
const commandsOfSweep = fc.oneof(
  { weight: 2, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.nat({ max: 25 }) },
);

const cases = fc.record({
  hooks: fc.array(fc.tuple(arbitraryHook, commandsOfHook), { maxLength: 3 }),
  sweeps: fc.array(commandsOfSweep, { minLength: 1, maxLength: 2 }),
  verdict: fc.constantFrom<Verdict['kind'] | 'none'>('none', 'none', 'live', 'ended', 'unclear'),
  scheduler: fc.scheduler(),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

const eventOf = ({ id, action, at, received }: TimedHook): StreamEvent =>
  buildEvent({ id, action, timestamp: clock(at) }, 'LiveApp', clock(received));

/** Records a hook by a process of its own. */
const record = (hook: TimedHook, table: InMemoryTable) =>
  new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true }).record(
    table,
    eventOf(hook),
  );

function depsOf(streams: InMemoryTable, verdict: Case['verdict'] = 'none'): SweepDeps {
  const mediaServers = new AnsweringServers();
  const answer: Verdict =
    verdict === 'ended'
      ? { kind: verdict, updateTime: null }
      : verdict === 'live'
        ? { kind: verdict }
        : { kind: 'unclear', reason: '' };
  if (verdict !== 'none') mediaServers.register('LiveApp', { s: answer, t: answer });
  const policy = { presumeEndedMs: 300_000, sweepMs: 200_000 };
  return { streams, historyDays: 30, byDay: true, policy, countDeferred: async () => 0, mediaServers };
}

const stateOf = async (table: InMemoryTable, id: string): Promise<State> =>
  readStateRow(await table.get(stateKey('LiveApp', id))).state;

/** The clocks of the presumed ends in the history of a stream, in seconds. */
async function presumedEndsOf(table: InMemoryTable, id: string): Promise<number[]> {
  const { items } = await table.query(presumedEndRowsQuery('LiveApp', id));
  return items.map((row) => (readPresumedEndRow(row).at - clock(0)) / 1_000);
}

const summaryOf = (state: State): string => JSON.stringify([newestSessionOf(state), decideStatus(state)]);

function foldedText(events: readonly StreamEvent[]): string {
  const boundaries = events.flatMap(({ boundary, at }) => (boundary === undefined ? [] : [{ kind: boundary, at }]));
  return summaryOf(events.reduce((known, event) => fold(known, event, boundaries), emptyState));
}

/** Every set that has all of the first, and any of the second. */
function supersetsWith<T>(all: readonly T[], any: readonly T[]): T[][] {
  const sets: T[][] = [[...all]];
  for (const one of any) sets.push(...sets.map((set) => [...set, one]));
  return sets;
}

/** Runs hooks and sweeps at once. Returns which hooks were acknowledged, which died, and whether every sweep finished. */
async function runAtOnce(table: InMemoryTable, { hooks, sweeps, verdict, scheduler }: Case) {
  const pause = () => scheduler.schedule(Promise.resolve());
  const outcomeOf = (work: Promise<unknown>) =>
    work.then(
      () => true,
      () => false,
    );
  const recorded = hooks.map(([hook, commands]) => outcomeOf(record(hook, new MortalProcess(table, pause, commands))));
  const swept = sweeps.map((commands, index) => {
    const deps = depsOf(new MortalProcess(table, pause, commands), verdict);
    return sweep(deps, clock(SWEPT_AT + index)).then(
      ({ errors }) => errors.length === 0,
      () => false,
    );
  });
  const stored = await scheduler.waitFor(Promise.all(recorded));
  const finished = await scheduler.waitFor(Promise.all(swept));
  const all = hooks.map(([hook]) => hook);
  return {
    acknowledged: [...before, ...all.filter((_hook, index) => stored[index])],
    died: all.filter((_hook, index) => !stored[index]),
    finished: finished.every(Boolean),
  };
}

test('sweeps and hooks at once, some of which die, leave the fold of what was recorded, and the next sweep finishes', async () => {
  const holds = async (one: Case) => {
    const table = new InMemoryTable();
    for (const hook of before) await record(hook, table);
    const swept = { at: clock(SWEPT_AT - 60), watchedSince: 0, waitingSince: null, askCursor: null, apps: [] };
    await writeSummary(table, swept);
    const { acknowledged, died, finished } = await runAtOnce(table, one);
    const expectFold = async (id: string, needsEnds: boolean) => {
      const ofStream = (hooks: readonly TimedHook[]) => hooks.filter((hook) => hook.id === id).map(eventOf);
      const ends = (await presumedEndsOf(table, id)).map((at) =>
        presumedEndEvent({ app: 'LiveApp', id, at: clock(at), cause: 'silence', receivedAt: clock(SWEPT_AT) }),
      );
      const all = [...ofStream(acknowledged), ...(needsEnds ? ends : [])];
      const any = [...ofStream(died), ...(needsEnds ? [] : ends)];
      expect(supersetsWith(all, any).map(foldedText)).toContain(summaryOf(await stateOf(table, id)));
    };
    for (const id of STREAMS) {
      // All other heartbeats have only just been received. A session without heartbeats ends when the server is asked.
      const possible = one.verdict === 'ended' ? [60, SWEPT_AT, SWEPT_AT + 1] : [60];
      for (const end of await presumedEndsOf(table, id)) expect(possible).toContain(end);
      await expectFold(id, finished);
    }

    await sweep(depsOf(table), clock(SWEPT_AT + 400));
    for (const id of STREAMS) {
      await expectFold(id, finished || one.verdict !== 'ended'); // an end at the time of asking has another clock in each sweep
      expect(lastSignOf(await stateOf(table, id), null)).toBeUndefined(); // not live, or without heartbeats
    }
    expect((await readSweepMemory(table, clock(SWEPT_AT))).summary?.at).toBe(clock(SWEPT_AT + 400));
  };
  await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS });
}, 600_000);
