import { beforeAll, describe, expect, test } from 'vitest';
import { fixedApps, type ReadAppGroup } from '../../lambda/reading/apps.ts';
import { listStreams, type StreamsQuery } from '../../lambda/reading/stream-list.ts';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import { type Item, type Projection, Table } from '../../lambda/table/table.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { readAllPages } from '../table/pages.ts';
import { putAll } from '../table/put-all.ts';
import { createReader, jsonOf } from './read-as-api-gateway.ts';

const engine = useEngine();
const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const statuses = ['live', 'presumedEnded', 'ended', 'unknown'] as const;

interface Options {
  readonly action?: string;
  readonly seconds?: number;
  readonly fields?: object;
  readonly isFailing?: boolean;
}

function buildRows(
  app: string,
  id: string,
  { action = 'liveStreamStarted', seconds = 0, fields, isFailing }: Options,
): Item[] {
  const events = [buildEvent({ action, id, timestamp: NOW + seconds * 1_000, ...fields }, app)];
  if (isFailing) events.push(buildEvent({ action: 'endpointFailed', id, timestamp: NOW }, app));
  const state = events.reduce((folded, one) => fold(folded, one), emptyState);
  const errors = events.filter((event) => event.class === 'error').map((event) => toEventRow(event, 30, true));
  return [toStateRow(app, id, { state, version: 1, heartbeatReceivedAt: null }), ...errors];
}

/** The same table; counts the states that are read. */
class CountingTable extends Table {
  read = 0;

  constructor() {
    super(engine().client, STREAMS_TABLE);
  }

  override async getBatch(keys: Item[], projection?: Projection) {
    const batch = await super.getBatch(keys, projection);
    this.read += batch.items.length;
    return batch;
  }
}

/** Reads all pages, none of which may read more than 500 states; returns the ids of each. */
async function readPages(query: Omit<StreamsQuery, 'before' | 'limit'> & { readonly limit?: number }) {
  const pages = await readAllPages(async (before) => {
    const table = new CountingTable();
    const page = await listStreams(table, { limit: 100, ...query, before }, RECEIVED_AT);
    expect(table.read).toBeLessThanOrEqual(500 + 2); // a whole id in two apps
    return page;
  });
  return pages.map(({ streams }) => streams.map(({ id }) => id));
}

describe('a search in more streams than one page reads', () => {
  const search = (app: string, q: string, more: Partial<StreamsQuery> = {}) =>
    readPages({ apps: fixedApps(app, 'Other'), statuses, q, ...more });

  beforeAll(async () => {
    const cams = range(1_100).map((n) => ({
      id: `cam-${n}`,
      seconds: -n,
      fields: { streamName: n % 400 === 7 ? 'Copy of cam-900' : '' },
    }));
    await putAll(engine().client, [
      ...cams.flatMap(({ id, ...options }) => buildRows('Large', id, options)),
      ...buildRows('Other', 'cam-900', { action: 'liveStreamEnded' }),
      ...cams.slice(0, 499).flatMap(({ id, ...options }) => buildRows('Small', id, options)),
    ]);
  }, 120_000);

  test('finds what there is, in pages that may be empty', async () => {
    expect(await search('Large', 'CAM-1099')).toEqual([[], [], ['cam-1099']]);
    expect(await search('Large', 'nothing')).toEqual([[], [], []]);
  });

  test('begins with the streams of a whole id, and leaves them out later', async () => {
    const pages = await search('Large', 'cam-900');
    expect(pages[0]).toEqual(['cam-900', 'cam-900']);
    expect(pages.flat()).toEqual(['cam-900', 'cam-900', 'cam-7', 'cam-407', 'cam-807']);
    expect((await search('Large', 'cam-900', { statuses: ['ended'] })).flat()).toEqual(['cam-900']);
    expect((await search('Large', 'cam-900', { limit: 1 })).flat()).toEqual([
      'cam-7',
      'cam-407',
      'cam-807',
      'cam-900',
      'cam-900',
    ]);
  });

  test('reads a whole id once, with the keys that say how many there are', async () => {
    const table = new CountingTable();
    const query = { apps: fixedApps('Large'), statuses, q: 'cam-1000', limit: 50, before: undefined };
    expect(await listStreams(table, query, RECEIVED_AT)).toMatchObject({ streams: [{ id: 'cam-1000' }] });
    expect(table.read).toBe(1);
  });

  test('keeps the order of the list where one page reads all', async () => {
    expect(await search('Small', 'cam-7')).toEqual([['cam-7', ...range(10).map((n) => `cam-${70 + n}`)]]);
    expect(await readPages({ apps: fixedApps('Small', 'Other'), statuses, q: 'cam-9' })).toEqual([
      ['cam-7', 'cam-9', ...range(10).map((n) => `cam-${90 + n}`), 'cam-407', 'cam-900'],
    ]);
  });

  test('goes on with the cursor of the API behind a whole id', async () => {
    const ask = await createReader(engine(), RECEIVED_AT, 'Large');
    const { streams, cursor } = jsonOf(await ask('/streams?q=cam-900'));
    expect(streams).toMatchObject([{ id: 'cam-900' }]);
    const rest = jsonOf(await ask(`/streams?q=cam-900&cursor=${cursor}`));
    expect(rest.streams).toMatchObject([{ id: 'cam-7' }, { id: 'cam-407' }]);
    expect(await ask(`/streams?cursor=${cursor}`)).toMatchObject({ statusCode: 400 });
  });
});

describe('the failing streams', () => {
  test('are found by their errors alone, however many other streams there are', async () => {
    const rows = range(800).flatMap((n) =>
      buildRows('Few', `s${n}`, {
        seconds: -n,
        isFailing: n % 400 === 3,
        action: n < 400 ? 'liveStreamEnded' : 'liveStreamStarted',
      }),
    );
    await putAll(engine().client, rows);
    const table = new CountingTable();
    const query = { apps: fixedApps('Few'), statuses: ['failing'], limit: 50, before: undefined } as const;
    const { streams, cursor } = await listStreams(table, query, RECEIVED_AT);
    expect({ ids: streams.map(({ id }) => id), cursor, read: table.read }).toEqual({
      ids: ['s403', 's3'],
      cursor: null,
      read: 2,
    });
  });

  test('are looked for among all streams where there are more than one page reads', async () => {
    const rows = range(1_100).flatMap((n) => buildRows('Many', `s${n}`, { seconds: -n, isFailing: n % 2 === 0 }));
    await putAll(engine().client, rows);
    const pages = await readPages({ apps: fixedApps('Many'), statuses: ['failing'] });
    expect(pages.flat()).toEqual(range(550).map((n) => `s${2 * n}`));
  }, 60_000);

  test('of several groups of apps are listed once each, although one page cannot read those of both', async () => {
    const apps: ReadAppGroup = async (after) =>
      after === '' ? { names: ['G1', 'G2'], last: 'G2', more: true } : { names: ['G3'], last: '', more: false };
    const rows = ['G1', 'G2', 'G3'].flatMap((app) =>
      range(200).flatMap((n) =>
        buildRows(app, `${app}-${n}`, {
          isFailing: true,
          action: n < 100 ? 'liveStreamEnded' : 'liveStreamStarted',
        }),
      ),
    );
    await putAll(engine().client, rows);
    const found = (await readPages({ apps, statuses: ['failing'] })).flat();
    expect(new Set(found).size).toBe(600);
    const sections = [found.slice(0, 200), found.slice(200, 300), found.slice(300, 500), found.slice(500)];
    expect(sections.map((ids) => ids.every((id) => id.startsWith('G3')))).toEqual([false, true, false, true]);
    expect(sections.map((ids) => ids.every((id) => Number(id.slice(3)) < 100))).toEqual([false, false, true, true]);
    expect(found.length).toBe(600);
  }, 60_000);
});

test('a page reads about 10 MB at most', async () => {
  const rows = range(90).flatMap((n) =>
    buildRows('Heavy', `s${n}`, {}).map((row) => ({ ...row, name: { S: 'x'.repeat(200_000) } })),
  );
  await putAll(engine().client, rows);
  const table = new CountingTable();
  const query = { apps: fixedApps('Heavy'), statuses, q: 'nothing', limit: 50, before: undefined };
  expect((await listStreams(table, query, RECEIVED_AT)).cursor).not.toBeNull();
  expect(table.read).toBeLessThanOrEqual(100);
  expect((await readPages({ apps: fixedApps('Heavy'), statuses, q: 's7' })).flat().length).toBe(11);
}, 60_000);
