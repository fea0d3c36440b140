import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hookOf } from '../../lambda/receiving/hook.ts';
import { messageOf } from '../../lambda/receiving/message.ts';
import type { StreamEvent } from '../../lambda/stream/hook.ts';
import { fold, nothingKnown, standingOf } from '../../lambda/stream/state.ts';
import { stateKey } from '../../lambda/table/keys.ts';
import { Recorder } from '../../lambda/table/record.ts';
import { readStateItem } from '../../lambda/table/state-item.ts';
import type { Condition, Item, Query, Update } from '../../lambda/table/table.ts';
import { received } from '../stream/model.ts';
import { TinyTable } from './tiny-table.ts';

const RUNS = Number(process.env.INTERLEAVING_RUNS ?? 3_000);
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

/** A dense set: few clocks, six seconds apart, so that ends repeat, tie, and fall on both sides of ten seconds. */
const edge = fc.tuple(
  fc.constantFrom('liveStreamStarted', 'liveStreamEnded', 'liveStreamEnded'),
  fc.integer({ min: 0, max: 4 }),
);

function eventOf([action, sixes]: [string, number]): StreamEvent {
  const event = hookOf(
    messageOf(
      received({
        fields: { action, id: 's', timestamp: NOW + sixes * 6_000 },
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
    { minLength: 2, maxLength: 3 },
  ),
  scheduler: fc.scheduler(),
});

test('processes that write one stream at once, and may die, leave the fold of what they answered 200, and perhaps of what died', async () => {
  const holds = async ({
    before,
    atOnce,
    scheduler,
  }: {
    before: [string, number][];
    atOnce: [[string, number], number][];
    scheduler: fc.Scheduler;
  }) => {
    const table = new TinyTable();
    const record = (told: [string, number], within: TinyTable) =>
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
