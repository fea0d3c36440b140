import { beforeAll, describe, expect, test } from 'vitest';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { toPresumedEndRow } from '../../lambda/table/rows/presumed-end-row.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item } from '../../lambda/table/table.ts';
import { createReader, jsonOf } from '../reading/read-as-api-gateway.ts';
import { useEngine } from '../table/engine.ts';
import { at, buildEvent, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';
import { measureRequests, type RequestCosts } from './request-costs.ts';

const STREAMS = 60;
const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** The n-th last session of a stream, with its recording, which came twice: they end within the minute of all n-th ones. */
function buildSessionRows(id: string, stream: number, n: number): Item[] {
  const end = NOW - n * 60_000 + stream * 500;
  const hooks = [
    { action: 'liveStreamStarted', timestamp: end - 25_000 },
    { action: 'liveStreamEnded', timestamp: end },
    { action: 'vodReady', vodId: `v${n}`, timestamp: end + 100 },
    { action: 'vodReady', vodId: `v${n}`, timestamp: end + 200 },
  ];
  return hooks.map((hook) => toEventRow(buildEvent({ id, streamName: 'Front door', ...hook }), 62, true));
}

/** A stream whose every other session was ended by a presumed end, which its rows say. */
function buildStreamRows(stream: number, sessions: number): Item[] {
  const id = `cam-${stream}`;
  const newest = [
    buildEvent({ action: 'liveStreamStarted', id, streamName: 'Front door', timestamp: NOW + stream * 500 - 25_000 }),
    buildEvent({ action: 'liveStreamEnded', id, streamName: 'Front door', timestamp: NOW + stream * 500 }),
  ];
  const presumedEndAt = NOW - 70_000 + stream * 500;
  const end = { app: 'LiveApp', id, at: presumedEndAt, cause: 'silence', receivedAt: RECEIVED_AT } as const;
  const state = { ...newest.reduce((known, event) => fold(known, event), emptyState), presumedEndAt };
  return [
    ...range(sessions).flatMap((n) => buildSessionRows(id, stream, n)),
    toPresumedEndRow(end, 62, true),
    toStateRow('LiveApp', id, { state, version: 1, heartbeatReceivedAt: null }),
  ];
}

describe('a page of a list over all streams', () => {
  const [small, large] = [useEngine(), useEngine()];
  beforeAll(async () => {
    const fill = (account: typeof small, sessions: number) =>
      putAll(
        account().client,
        range(STREAMS).flatMap((stream) => buildStreamRows(stream, sessions)),
      );
    await fill(small, 3);
    await fill(large, 120);
  }, 600_000);

  async function costOf(account: typeof small, path: string, rows: number): Promise<RequestCosts> {
    const ask = await createReader(account(), RECEIVED_AT);
    await ask('/streams?app=none'); // caches the token
    return measureRequests(account().client, async () => {
      const { cursor: _cursor, ...lists } = jsonOf(await ask(path));
      expect(Object.values<unknown[]>(lists)[0]).toHaveLength(rows);
    });
  }

  test.each([
    { path: '/events?app=LiveApp', rows: 50, most: 45 },
    { path: '/events?app=LiveApp&action=liveStreamEnded', rows: 50, most: 70 },
    { path: '/events?app=LiveApp&limit=100', rows: 100, most: 90 },
    { path: '/sessions?app=LiveApp', rows: 50, most: 200 },
    { path: '/sessions?app=LiveApp&limit=100', rows: 100, most: 450 },
    { path: '/stream/sessions?app=LiveApp&id=cam-1&limit=3', rows: 3, most: 6 },
    { path: '/stream/recordings?app=LiveApp&id=cam-1&limit=3', rows: 3, most: 6 },
  ])('costs as much among 29 000 rows as among 800: $path', async ({ path, rows, most }) => {
    const [few, many] = [await costOf(small, path, rows), await costOf(large, path, rows)];
    expect(many.units.length).toBeLessThanOrEqual(few.units.length + 1);
    expect(many.readUnits).toBeLessThanOrEqual(few.readUnits * 1.1 + 2);
    expect(many.readUnits).toBeLessThanOrEqual(most);
  });

  test('of recordings reads at most 300 later rows of each of their streams', async () => {
    const newest = await costOf(large, '/recordings?app=LiveApp', 50);
    const old = await costOf(large, `/recordings?app=LiveApp&to=${at(-5_000)}`, 50);
    expect(newest.readUnits).toBeLessThanOrEqual(200);
    expect(old.readUnits).toBeLessThanOrEqual(50 * 25);
  });
});

describe('a page of a list in which hundreds of rows are not listed', () => {
  const account = useEngine();
  const [repeats, app] = [600, 'Repeats'];
  const hooks = range(repeats).flatMap((n) => [
    { action: 'vodReady', vodId: 'v', timestamp: NOW + n },
    { action: 'liveStreamEnded', timestamp: NOW + n },
  ]);
  beforeAll(() => {
    const events = hooks.map((hook) => buildEvent({ id: 'cam', ...hook }, app));
    const state = events.reduce((known, event) => fold(known, event), emptyState);
    const rows = events.map((event) => toEventRow(event, 62, true));
    return putAll(account().client, [
      ...rows,
      toStateRow(app, 'cam', { state, version: 1, heartbeatReceivedAt: null }),
    ]);
  }, 600_000);

  test.each(['/recordings?', '/sessions?', '/stream/recordings?id=cam&', '/stream/sessions?id=cam&'])(
    'takes as few requests with a small limit: %s',
    async (path) => {
      const ask = await createReader(account(), RECEIVED_AT);
      await ask('/streams?app=none'); // caches the token
      const pages: RequestCosts[] = [];
      const read = async (cursor: string) => {
        const page = jsonOf(await ask(`${path}app=${app}&limit=1${cursor}`));
        return page.cursor as string | null;
      };
      for (let cursor: string | null = ''; cursor !== null; ) {
        const from: string = cursor && `&cursor=${cursor}`;
        pages.push(await measureRequests(account().client, async () => (cursor = await read(from))));
      }
      for (const page of pages) expect(page.units.length).toBeLessThanOrEqual(40);
      expect(pages.length).toBeLessThanOrEqual(8);
    },
  );
});
