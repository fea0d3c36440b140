import { afterEach, describe, expect, test, vi } from 'vitest';
import { RefusalStore } from '../../lambda/authorising/refusal-store.ts';
import { TableCircuitBreaker } from '../../lambda/receiving/circuit-breaker.ts';
import type { Refusal, RefusalCount } from '../../lambda/stream/refusal.ts';
import { emptyState } from '../../lambda/stream/state.ts';
import { number } from '../../lambda/table/attributes.ts';
import { appKey, refusalRowsKey, refusalsPartition } from '../../lambda/table/row-keys.ts';
import { readAppRow } from '../../lambda/table/rows/app-row.ts';
import { MAX_REFUSAL_ROWS, readRefusalRow } from '../../lambda/table/rows/refusal-rows.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import { type Item, Table } from '../../lambda/table/table.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { useEngine } from './engine.ts';

const engine = useEngine();
const HOUR = Date.UTC(2026, 10, 26, 15);
const [SECOND, MINUTE] = [1_000, 60_000];

let apps = 0;
/** An app of which nothing was refused yet. */
const createApp = () => `refused-${apps++}`;

const buildRefusal = (app: string, overrides: Partial<Refusal> = {}): Refusal => ({
  app,
  id: 'cam-1',
  use: 'publish',
  reason: 'unknownKey',
  at: HOUR + 90 * SECOND,
  ...overrides,
});

const onError = vi.fn();
afterEach(() => {
  const errors = onError.mock.calls.flat();
  onError.mockClear();
  expect(errors).toEqual([]);
});

/** The table of streams while nothing can be read of it. */
class UnreadableTable extends Table {
  readonly #mood: 'refuses' | 'hangs';

  constructor(mood: 'refuses' | 'hangs', signal?: AbortSignal) {
    super(engine().client, STREAMS_TABLE, signal);
    this.#mood = mood;
  }

  override withSignal(signal: AbortSignal): Table {
    return new UnreadableTable(this.#mood, signal);
  }

  override async get(): Promise<never> {
    if (this.#mood === 'hangs') await new Promise(() => {});
    throw new Error('AccessDeniedException');
  }
}

/** A process of the authoriser. The engine may be busy: it has more time than DynamoDB. */
const createProcess = () => new RefusalStore(engine().streams, 30, onError, new TableCircuitBreaker(30_000));

/** Returns the rows of an app's refusals, oldest first. */
async function readRows(app: string): Promise<Item[]> {
  const { items } = await engine().streams.query({
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
    ExpressionAttributeValues: { ':pk': { S: refusalsPartition(app) }, ':event': { S: 'event#' } },
  });
  return items;
}

const readCounts = async (app: string): Promise<RefusalCount[]> => (await readRows(app)).map(readRefusalRow);

/** Makes an app have so many rows for a reason in the hour. */
const setRows = (app: string, rows: number) =>
  engine().streams.put({ ...refusalRowsKey(app, 'unknownKey', HOUR), count: number(rows) });

describe('refusals', () => {
  test('are one row a minute for each stream, use and reason', async () => {
    const [store, app] = [createProcess(), createApp()];
    const first = buildRefusal(app, { at: HOUR + MINUTE });
    const refusals = [
      first,
      { ...first, at: HOUR + 2 * MINUTE - 1 },
      { ...first, at: HOUR + 2 * MINUTE },
      { ...first, id: 'cam-2' },
      { ...first, use: 'play' },
      { ...first, reason: 'expired' },
      { ...first, id: null },
    ] as const;
    for (const refusal of refusals) expect(await store.count(refusal)).toBe(refusal.id);
    const counts = [
      { ...first, count: 2 },
      { ...first, at: HOUR + 2 * MINUTE, count: 1 },
      ...refusals.slice(3).map((refusal) => ({ ...refusal, count: 1 })),
    ];
    const rows = await readCounts(app);
    expect(rows).toEqual(expect.arrayContaining(counts));
    expect(rows).toHaveLength(counts.length);
  });

  test('expire with the history', async () => {
    const app = createApp();
    await createProcess().count(buildRefusal(app));
    const [row] = await readRows(app);
    expect(row?.expiresAt).toEqual(number((HOUR + MINUTE) / 1000 + 30 * 86_400));
  });

  test('are counted however many processes create the row at once, and those of another hour', async () => {
    const app = createApp();
    const refusal = buildRefusal(app, { at: HOUR + 60 * MINUTE - 1 });
    await Promise.all(Array.from({ length: 12 }, () => createProcess().count(refusal)));
    await createProcess().count({ ...refusal, at: HOUR + 60 * MINUTE });
    expect((await readCounts(app)).map(({ at, count }) => [at, count])).toEqual([
      [HOUR + 59 * MINUTE, 12],
      [HOUR + 60 * MINUTE, 1],
    ]);
  });

  test('list the app, once for each process', async () => {
    const [store, app] = [createProcess(), createApp()];
    await store.count(buildRefusal(app));
    const row = await engine().streams.get(appKey(app));
    expect(row && readAppRow(row)).toBe(app);
    await engine().streams.delete(appKey(app));
    await store.count(buildRefusal(app, { id: 'cam-2' }));
    expect(await engine().streams.get(appKey(app))).toBeUndefined();
    await createProcess().count(buildRefusal(app, { id: 'cam-3' }));
    expect(await engine().streams.get(appKey(app))).toBeDefined();
  });
});

describe(`beyond ${MAX_REFUSAL_ROWS} rows of an app, reason and hour`, () => {
  test('refusals are one row a use, without an id', async () => {
    const [store, app] = [createProcess(), createApp()];
    await setRows(app, MAX_REFUSAL_ROWS - 1);
    for (const id of ['cam-1', 'cam-2', 'cam-3', 'cam-1'])
      expect(await store.count(buildRefusal(app, { id }))).toBe(id);
    await store.count(buildRefusal(app, { use: 'play' }));
    const [overflow, ...others] = await readCounts(app);
    expect(overflow).toEqual({ ...buildRefusal(app), use: 'play', id: null, at: HOUR, count: 1 });
    expect(others).toEqual([
      { ...buildRefusal(app), id: null, at: HOUR, count: 2 },
      { ...buildRefusal(app), at: HOUR + MINUTE, count: 2 },
    ]);
    expect((await readRows(app))[0]).not.toHaveProperty('id');
  });

  test('refusals without an id in the first minute of the hour stay apart', async () => {
    const [store, app] = [createProcess(), createApp()];
    const withoutId = buildRefusal(app, { id: null, at: HOUR });
    await store.count(withoutId);
    await setRows(app, MAX_REFUSAL_ROWS);
    for (const id of ['cam-1', 'cam-2']) await store.count(buildRefusal(app, { id, at: HOUR }));
    await store.count(withoutId);
    const row = { ...withoutId, count: 2 };
    expect(await readCounts(app)).toEqual([row, row]);
  });

  test('those of another reason, and of the next hour, have rows of their own', async () => {
    const [store, app] = [createProcess(), createApp()];
    await setRows(app, MAX_REFUSAL_ROWS);
    await store.count(buildRefusal(app, { reason: 'expired' }));
    await store.count(buildRefusal(app, { at: HOUR + 60 * MINUTE }));
    expect((await readCounts(app)).map(({ id }) => id)).toEqual(['cam-1', 'cam-1']);
  });

  test('there is no further row, however many processes refuse at once, and no refusal is lost', async () => {
    const app = createApp();
    await setRows(app, MAX_REFUSAL_ROWS - 5);
    const ids = Array.from({ length: 20 }, (_, n) => `cam-${n}`);
    await Promise.all(ids.map((id) => createProcess().count(buildRefusal(app, { id }))));
    const counts = await readCounts(app);
    expect(counts).toHaveLength(6);
    expect(counts[0]).toMatchObject({ id: null, count: 15 });
  });
});

describe('an id with a slash', () => {
  test('is masked behind it, in the row too, unless it is a known stream', async () => {
    const [store, app, id] = [createProcess(), createApp(), 'room/cam-1/main'];
    expect(await store.count(buildRefusal(app, { id }))).toBe('room/***');
    expect(await store.count(buildRefusal(app, { id: '/secret\nkey' }))).toBe('/***');
    expect(await store.count(buildRefusal(app, { id: 'room/' }))).toBe('room/');
    await engine().streams.put(toStateRow(app, id, { state: emptyState, version: 1, heartbeatReceivedAt: null }));
    expect(await store.count(buildRefusal(app, { id }))).toBe(id);
    expect((await readCounts(app)).map((row) => row.id)).toEqual(['/***', 'room/', 'room/***', id].sort());
  });

  test.each(['refuses', 'hangs'] as const)('is counted masked while the table %s to be read', async (mood) => {
    const [app, report] = [createApp(), vi.fn()];
    const store = new RefusalStore(new UnreadableTable(mood), 30, report, new TableCircuitBreaker(4_000));
    expect(await store.count(buildRefusal(app, { id: 'room/cam-1' }))).toBe('room/***');
    expect(await readCounts(app)).toMatchObject([{ id: 'room/***', count: 1 }]);
    expect(report.mock.calls.flat().map(String)).toEqual([
      expect.stringMatching(/^Error: what follows the slash of an id, .*: (AccessDenied|no answer)/),
    ]);
  });
});
