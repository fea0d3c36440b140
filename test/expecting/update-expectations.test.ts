import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { expectationOf } from '../../lambda/expecting/expectation.ts';
import { readExpected } from '../../lambda/expecting/read-expected.ts';
import { updateExpectations } from '../../lambda/expecting/update-expectations.ts';
import { groupBy } from '../../lambda/group-by.ts';
import { expectedKey, stateKey } from '../../lambda/table/row-keys.ts';
import { expectUpdate, knownUpdate } from '../../lambda/table/rows/expected-row.ts';
import { type StoredState, toStateRow } from '../../lambda/table/rows/state-row.ts';
import { type Item, type Query, Table, type Update } from '../../lambda/table/table.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { useEngine } from '../table/engine.ts';
import { NOW } from '../table/event.builder.ts';
import { buildExpected, plantExpected, readPlanted } from './expected-stream.builder.ts';
import { buildSeen } from './seen-stream.builder.ts';

const engine = useEngine();
const clock = (seconds: number) => NOW + seconds * 1_000;
const storedAfter = (events: string): StoredState => ({ ...buildSeen(events), version: 1 });
const putState = (id: string, events: string) => engine().streams.put(toStateRow('LiveApp', id, storedAfter(events)));
const readsNone = () => undefined;
/** Returns how many are missing, by app. */
async function sweep(seconds: number, table: Table = engine().streams): Promise<Map<string, number>> {
  const missing = await updateExpectations(table, readsNone, clock(seconds));
  return new Map([...groupBy(missing, ({ app }) => app)].map(([app, streams]) => [app, streams.length]));
}
const plant = (...ids: string[]) => plantExpected(engine().streams, ...ids.map((id) => buildExpected({ id })));
const known = async (id: string) => (await readPlanted(engine().streams, 'LiveApp', id))?.known;

afterEach(async () => {
  for (const { app, id } of await readExpected(engine().streams)) {
    await engine().streams.delete(expectedKey(app, id));
    await engine().streams.delete(stateKey(app, id));
  }
});

describe('a sweep', () => {
  test('stores what it finds, and counts the missing by app', async () => {
    await plant('never', 'live', 'ended');
    await putState('live', 's10 h400');
    await putState('ended', 's10 e20');
    expect(await sweep(310)).toEqual(new Map([['LiveApp', 1]]));
    expect([await known('never'), await known('live'), await known('ended')]).toEqual([
      { state: 'missing', since: NOW },
      { state: 'live', since: clock(10) },
      { state: 'waiting', since: clock(20) },
    ]);
  });

  test('asks for the states that it has, and reads only the others', async () => {
    await plant('has', 'reads');
    await putState('has', 's10 e20');
    await putState('reads', 's10 e20');
    const asked: string[] = [];
    const stateOf = (app: string, id: string) => {
      asked.push(`${app}/${id}`);
      return id === 'has' ? storedAfter('s30') : undefined;
    };
    await updateExpectations(engine().streams, stateOf, clock(40));
    expect(asked.sort()).toEqual(['LiveApp/has', 'LiveApp/reads']);
    expect([await known('has'), await known('reads')]).toEqual([
      { state: 'live', since: clock(30) },
      { state: 'waiting', since: clock(20) },
    ]);
  });

  test('follows a stream: it waits, is missing, comes back by heartbeats, and since stays while it is live', async () => {
    await plant('cam');
    await putState('cam', 's10 h60');
    const found = async (seconds: number) => {
      const missing = await sweep(seconds);
      return [missing.get('LiveApp') ?? 0, (await known('cam'))?.state, (await known('cam'))?.since];
    };
    expect(await found(100)).toEqual([0, 'live', clock(10)]);
    expect(await found(130)).toEqual([0, 'waiting', clock(60)]);
    expect(await found(361)).toEqual([1, 'missing', clock(60)]);
    await putState('cam', 's10 h60 h500');
    expect(await found(501)).toEqual([0, 'live', clock(500)]);
    await putState('cam', 's10 h60 h500 h540');
    expect(await found(545)).toEqual([0, 'live', clock(500)]);
    await putState('cam', 's10 h60 h500 h540 e600');
    expect(await found(901)).toEqual([1, 'missing', clock(600)]);
    await putState('cam', 's10 h60 h500 h540 e600 s950');
    expect(await found(960)).toEqual([0, 'live', clock(950)]);
  });

  test('counts every app', async () => {
    await plantExpected(
      engine().streams,
      ...['a', 'b', 'c'].map((id) => buildExpected({ app: 'One', id })),
      buildExpected({ app: 'Two', id: 'a' }),
    );
    expect(await sweep(301)).toEqual(
      new Map([
        ['One', 3],
        ['Two', 1],
      ]),
    );
  });

  test('reads and writes more streams than one batch holds', async () => {
    const ids = Array.from({ length: 120 }, (_, n) => `cam-${n}`);
    await plant(...ids);
    await Promise.all(ids.map((id, n) => putState(id, n % 2 === 0 ? 's10' : 's10 e20')));
    expect(await sweep(400)).toEqual(new Map([['LiveApp', 60]]));
    expect([await known('cam-118'), await known('cam-119')]).toEqual([
      { state: 'live', since: clock(10) },
      { state: 'missing', since: clock(20) },
    ]);
  });
});

/** The table of a process that does something before its first update. */
class InterruptedTable extends Table {
  readonly #before: () => Promise<unknown>;
  #isFirst = true;

  constructor(client: DynamoDBClient, before: () => Promise<unknown>) {
    super(client, STREAMS_TABLE);
    this.#before = before;
  }

  override async update(key: Item, update: Update): Promise<boolean> {
    if (this.#isFirst) await this.#before();
    this.#isFirst = false;
    return super.update(key, update);
  }
}

describe('between the read and the write of a sweep', () => {
  const interrupt = (before: () => Promise<unknown>) => sweep(400, new InterruptedTable(engine().client, before));
  const remove = () => engine().streams.delete(expectedKey('LiveApp', 'cam'));

  test('one that is removed does not come back', async () => {
    await plant('cam');
    await interrupt(remove);
    expect(await readExpected(engine().streams)).toEqual([]);
  });

  test('one that is removed and added again knows nothing yet', async () => {
    const again = buildExpected({ id: 'cam', addedAt: clock(399) });
    await plant('cam');
    await interrupt(async () => {
      await remove();
      await plantExpected(engine().streams, again);
    });
    expect(await readExpected(engine().streams)).toEqual([again]);
  });

  test('one whose grace is changed has both', async () => {
    await plant('cam');
    const patient = buildExpected({ id: 'cam', grace: 900, addedAt: clock(399) });
    await interrupt(() => engine().streams.update(expectedKey('LiveApp', 'cam'), expectUpdate(patient)));
    const found = { known: { state: 'missing', since: NOW }, isMissing: true, isMarked: true };
    const both = { ...patient, addedAt: NOW, ...found };
    expect(await readExpected(engine().streams)).toEqual([both]);
  });

  test.each([
    { what: 'for the first time', first: undefined },
    { what: 'anew', first: { state: 'live', since: clock(5) } as const },
  ])('what another sweep stores $what stays', async ({ first }) => {
    const row = buildExpected({ id: 'cam' });
    const newer = { state: 'live', since: clock(399) } as const;
    const store = (before: typeof first, after: typeof newer | NonNullable<typeof first>) =>
      engine().streams.update(
        expectedKey('LiveApp', 'cam'),
        knownUpdate({ ...row, ...(before && { known: before }) }, after),
      );
    await plant('cam');
    if (first !== undefined) await store(undefined, first);
    await interrupt(() => store(first, newer));
    expect(await known('cam')).toEqual(newer);
  });
});

/** The table of a process that dies after so many commands. */
class MortalTable extends Table {
  #commandsLeft: number;

  constructor(client: DynamoDBClient, commands: number) {
    super(client, STREAMS_TABLE);
    this.#commandsLeft = commands;
  }

  override async query(query: Query) {
    this.#command();
    return super.query(query);
  }

  override async getBatch(keys: Item[]) {
    this.#command();
    return super.getBatch(keys);
  }

  override async update(key: Item, update: Update) {
    this.#command();
    return super.update(key, update);
  }

  #command(): void {
    this.#commandsLeft -= 1;
    if (this.#commandsLeft < 0) throw new Error('the process has died');
  }
}

test('sweeps that run at once, or die anywhere, leave what one whole sweep finds', async () => {
  const histories = ['', 's10 h60', 's10 e20', 'h60', 's10 h60 p60', 's10 h390'];
  const streams = fc.array(fc.constantFrom(...histories), { minLength: 1, maxLength: 4 });
  const deaths = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 3 });
  const removed = fc.integer({ min: 0, max: 3 });
  const holds = async (events: string[], commands: number[], removedId: number) => {
    const ids = events.map((_, n) => `cam-${n}`);
    await plant(...ids);
    for (const [n, text] of events.entries()) if (text !== '') await putState(`cam-${n}`, text);
    const sweeps = commands.map((count) => sweep(400, new MortalTable(engine().client, count)));
    const removing = engine().streams.delete(expectedKey('LiveApp', `cam-${removedId}`));
    await Promise.allSettled([...sweeps, removing]);
    const missing = await sweep(400);
    await sweep(400); // removes marks
    const left = events.flatMap((text, n) => (n === removedId ? [] : [{ id: `cam-${n}`, text }]));
    const found = left.map(({ id, text }) => {
      const row = buildExpected({ id });
      const known = expectationOf(row, text === '' ? undefined : buildSeen(text), clock(400));
      return { ...row, known, ...(known.state === 'missing' && { isMissing: true }) };
    });
    expect(await readExpected(engine().streams)).toEqual(found);
    expect(missing.get('LiveApp') ?? 0).toBe(found.filter((row) => row.known.state === 'missing').length);
    for (const id of ids) {
      await engine().streams.delete(expectedKey('LiveApp', id));
      await engine().streams.delete(stateKey('LiveApp', id));
    }
  };
  await fc.assert(fc.asyncProperty(streams, deaths, removed, holds), { numRuns: 40, endOnFailure: true });
});

test('a table that does not answer is an error', async () => {
  await plant('cam');
  await expect(sweep(400, new MortalTable(engine().client, 1))).rejects.toThrow('the process has died');
  expect(await known('cam')).toBeUndefined();
});
