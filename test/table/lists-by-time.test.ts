import { beforeAll, describe, expect, test } from 'vitest';
import { readCoverage, writeCoverage } from '../../lambda/table/coverage.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { stateKey } from '../../lambda/table/row-keys.ts';
import type { Coverage } from '../../lambda/table/rows/coverage-row.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { createReader, jsonOf } from '../reading/read-as-api-gateway.ts';
import { useEngine } from './engine.ts';
import { at, buildEvent, NOW, RECEIVED_AT } from './event.builder.ts';
import { putAll } from './put-all.ts';

const engine = useEngine();
const recorder = new Recorder({ historyDays: 62, keepHeartbeats: false, healthHistory: false, byDay: true });
const DAY_MS = 86_400_000;
const lists = ['events', 'sessions', 'recordings'] as const;

async function recordAll(app: string, hooks: readonly object[]): Promise<void> {
  for (const hook of hooks) await recorder.record(engine().streams, buildEvent(hook, app));
}

/** Asks for a path as it is, at a time (ms since the epoch), with a token for an app or `*`. */
async function ask(path: string, now = RECEIVED_AT, app = '*', byDay = true) {
  const response = await (await createReader(engine(), now, app, { byDay }))(path);
  return { statusCode: response.statusCode, headers: response.headers, ...jsonOf(response) };
}

const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id);

describe('the lists over all streams', () => {
  const app = 'Lists';
  const longId = `${'長'.repeat(399)}b`;
  beforeAll(async () => {
    await recordAll(app, [
      { action: 'liveStreamStarted', id: 'cam', streamName: 'Front door', timestamp: NOW },
      { action: 'playStarted', id: 'cam', timestamp: NOW + 1_000 },
      { action: 'liveStreamStatus', id: 'cam', timestamp: NOW + 2_000 },
      { action: 'endpointFailed', id: 'cam', metadata: { 'rtmp-url': 'rtmp://host/live' }, timestamp: NOW + 3_000 },
      { action: 'somethingNew', id: longId, timestamp: NOW + 4_000 },
      { action: 'liveStreamEnded', id: 'cam', timestamp: NOW + 60_000 },
      { action: 'vodReady', id: 'cam', vodId: 'v', vodName: 'cam.mp4', duration: 60_000, timestamp: NOW + 61_000 },
      { action: 'liveStreamStarted', id: longId, timestamp: NOW + 70_000 },
      { action: 'firstActiveTrackAddedInMainTrack', id: 't', mainTrackId: 'room', timestamp: NOW + 80_000 },
    ]);
    const end = { app, id: longId, at: NOW + 75_000, cause: 'mediaServer', receivedAt: RECEIVED_AT } as const;
    await recordPresumedEnd(engine().streams, end, 62, true);
  });

  test('have the events, newest first, without heartbeats and plays', async () => {
    const { events, cursor } = await ask(`/events?app=${app}`);
    expect(cursor).toBeNull();
    expect(events.map(({ action }: { action: string }) => action)).toEqual([
      ...['firstActiveTrackAddedInMainTrack', 'presumedEnd', 'liveStreamStarted', 'vodReady', 'liveStreamEnded'],
      ...['somethingNew', 'endpointFailed', 'liveStreamStarted'],
    ]);
    expect(idsOf(events).slice(0, 3)).toEqual(['room', longId, longId]);
    expect(events.at(-1)).toEqual({
      ...{ app, id: 'cam', streamName: 'Front door', action: 'liveStreamStarted', outcome: 'recorded' },
      ...{ at: at(0), receivedAt: at(100), fields: expect.objectContaining({ streamName: 'Front door' }) },
    });
  });

  test('have the sessions that have ended', async () => {
    const ended = {
      streamName: 'Front door',
      startedAt: at(0),
      endedAt: at(60),
      durationMs: 60_000,
      endReason: 'ended',
    };
    const presumed = { startedAt: at(70), endedAt: at(75), durationMs: 5_000, endReason: 'presumedEnded' };
    expect(await ask(`/sessions?app=${app}`)).toMatchObject({
      sessions: [
        { app, id: longId, streamName: null, ...presumed },
        { app, id: 'cam', ...ended },
      ],
      cursor: null,
    });
  });

  test('have the recordings', async () => {
    expect((await ask(`/recordings?app=${app}`)).recordings).toEqual([
      { app, id: 'cam', streamName: 'Front door', vodId: 'v', name: 'cam.mp4', durationMs: 60_000, at: at(61) },
    ]);
  });

  test.each([
    ['liveStreamStarted', [longId, 'cam']],
    ['presumedEnd', [longId]],
    ['endpointFailed', ['cam']],
    ['somethingNew', [longId]],
    ['somethingElse', []],
    ['constructor', []],
    ['playStarted', []],
    ['liveStreamStatus', []],
    ['highResourceUsage', []],
  ])('have the events of one action: %s', async (action, ids) => {
    const page = await ask(`/events?app=${app}&action=${action}`);
    expect(idsOf(page.events)).toEqual(ids);
    expect(page.cursor).toBeNull();
  });

  test('have the rows from the first ms of a period on, and before its end', async () => {
    const of = (from: number, to: number) => ask(`/sessions?app=${app}&from=${at(from)}&to=${at(to)}`);
    expect(idsOf((await of(60, 61)).sessions)).toEqual(['cam']);
    expect((await of(59, 60)).sessions).toEqual([]);
    expect((await of(60.001, 61)).sessions).toEqual([]);
  });

  test.each(lists)('are not there while the setting byDay is off: /%s', async (list) => {
    const page = await ask(`/${list}?app=${app}`, RECEIVED_AT, '*', false);
    expect(page).toMatchObject({ statusCode: 404, error: expect.stringContaining('setting byDay is off') });
    const ofStream = await ask(`/stream/${list}?app=${app}&id=cam`, RECEIVED_AT, '*', false);
    expect(ofStream[list]).not.toEqual([]);
  });

  test.each(lists)('show an app to its own token and to that of every app: /%s', async (list) => {
    await recordAll('Other', [
      { action: 'liveStreamEnded', id: 'other', timestamp: NOW },
      { action: 'vodReady', id: 'other', timestamp: NOW },
    ]);
    const seen = async (token: string, query = '') => {
      const rows: { app: string }[] = (await ask(`/${list}${query}`, RECEIVED_AT, token))[list];
      return [...new Set(rows.map((row) => row.app))].sort();
    };
    expect(await seen('*')).toEqual([app, 'Other']);
    expect(await seen(app)).toEqual([app]);
    expect(await seen('Other', `?app=${app}`)).toEqual([]);
    expect(await seen('*', '?app=nothing')).toEqual([]);
    expect(await seen('*', `?app=${'x'.repeat(401)}`)).toEqual([]);
  });

  test('of one stream by its path are those by its query', async () => {
    for (const list of lists)
      expect(await ask(`/streams/${app}/cam/${list}?limit=2`)).toEqual(
        await ask(`/stream/${list}?app=${app}&id=cam&limit=2`),
      );
    expect(await ask(`/streams/${app}/nothing/sessions`)).toMatchObject({ statusCode: 404, error: 'stream not found' });
    expect(await ask(`/stream/recordings?app=${app}&id=cam`, RECEIVED_AT, 'Other')).toMatchObject({ statusCode: 404 });
  });
});

test('the lists over all streams say from when on they are complete, once it is known', async () => {
  const since = async (list: string) => {
    const reader = await createReader(engine(), RECEIVED_AT);
    return (await reader(`/${list}?app=nothing`)).headers?.['complete-since'];
  };
  const historyBegins = at(100 - 62 * 86_400);
  expect(await since('events')).toBeUndefined();
  const write = async (next: Coverage) => writeCoverage(engine().streams, next, await readCoverage(engine().streams));
  await write({ since: 0, historyDays: 62 });
  expect(await Promise.all(lists.map((list) => since(list)))).toEqual([
    ...[historyBegins, historyBegins],
    '1970-01-01T00:00:00.000Z',
  ]);
  await write({ since: NOW - 5_000, historyDays: 62 });
  expect(await Promise.all(lists.map((list) => since(list)))).toEqual([at(-5), at(-5), at(-5)]);
  await write({ since: 0, historyDays: 0.0005 });
  expect(await since('sessions')).toBe(at(100 - 43.2));
});

test('the open session of a stream is the first of its list, unless the period has ended', async () => {
  await recordAll('Open', [
    { action: 'liveStreamStarted', id: 'cam', timestamp: NOW },
    { action: 'liveStreamStarted', id: 'cam', timestamp: NOW + 20_000 },
  ]);
  const path = '/stream/sessions?app=Open&id=cam';
  const open = { startedAt: at(20), endedAt: null, durationMs: 80_000, endReason: null };
  const ended = { startedAt: at(0), endedAt: at(20), durationMs: 20_000, endReason: 'superseded' };
  expect((await ask(path)).sessions).toEqual([open, ended]);
  const first = await ask(`${path}&limit=1`);
  expect(first.sessions).toEqual([open]);
  expect((await ask(`${path}&limit=1&cursor=${first.cursor}`)).sessions).toEqual([ended]);
  expect((await ask(`${path}&from=${at(20)}`)).sessions).toEqual([open, ended]);
  expect((await ask(`${path}&to=${at(21)}`)).sessions).toEqual([ended]);
});

describe('what is no longer there', () => {
  const app = 'Gone';
  beforeAll(() =>
    recordAll(
      app,
      ['cam', 'forgotten'].flatMap((id) => [
        { action: 'liveStreamStarted', id, timestamp: NOW },
        { action: 'liveStreamEnded', id, timestamp: NOW + 1_000 },
        { action: 'vodReady', id, vodId: 'v', timestamp: NOW + 2_000 },
      ]),
    ),
  );

  test('is not listed: a stream that was forgotten', async () => {
    await engine().streams.delete(stateKey(app, 'forgotten')); // the index may still have its rows
    for (const list of lists)
      expect(new Set(idsOf((await ask(`/${list}?app=${app}`))[list]))).toEqual(new Set(['cam']));
  });

  test('is not listed: what has expired, but for recordings', async () => {
    const later = async (days: number) => {
      const path = (list: string) => `/${list}?app=${app}&from=${at(-1)}&to=${at(10)}`;
      const pages = lists.map(async (list) => (await ask(path(list), RECEIVED_AT + days * DAY_MS))[list].length);
      return Promise.all(pages);
    };
    expect(await later(61)).toEqual([3, 1, 1]);
    expect(await later(62.5)).toEqual([0, 0, 1]); // when the start of a session is still stored
    expect(await later(70)).toEqual([0, 0, 1]);
  });
});

test('a page of one action reads a bounded number of events, and has a cursor even where it is empty', async () => {
  const app = 'Rare';
  await recordAll(app, [{ action: 'somethingNew', id: 'cam', timestamp: NOW }]);
  const idles = Array.from({ length: 520 }, (_, n) =>
    buildEvent({ action: 'idleTimeIsExpired', id: 'cam', timestamp: NOW + 1_000 + n }, app),
  );
  await putAll(
    engine().client,
    idles.map((event) => toEventRow(event, 62, true)),
  );
  for (const path of [`/events?app=${app}`, `/stream/events?app=${app}&id=cam`]) {
    const first = await ask(`${path}&action=somethingNew`);
    expect(first.events).toEqual([]);
    const second = await ask(`${path}&action=somethingNew&cursor=${first.cursor}`);
    expect(second).toMatchObject({ events: [{ action: 'somethingNew' }], cursor: null });
  }
});

describe('what does not change is listed once while other things happen between two pages', () => {
  const session = (id: string, second: number) => [
    { action: 'liveStreamStarted', id, timestamp: NOW + second * 1_000 },
    { action: 'liveStreamEnded', id, timestamp: NOW + second * 1_000 + 400 },
    { action: 'vodReady', id, vodId: `v${second}`, timestamp: NOW + second * 1_000 + 400 },
  ];
  const ids = Array.from({ length: 6 }, (_, n) => `cam-${n}`);

  test.each(lists)('/%s', async (list) => {
    const app = `Churn ${list}`;
    await recordAll(
      app,
      ids.flatMap((id, n) => session(id, n)),
    );
    const limit = list === 'events' ? 6 : 2;
    const path = `/${list}?app=${encodeURIComponent(app)}&to=${at(100)}&limit=${limit}`;
    const rows: { id: string; at?: string; endedAt?: string }[] = [];
    for (let pages = 0, cursor = ''; ; pages++) {
      const page = await ask(path + cursor);
      rows.push(...page[list]);
      if (page.cursor === null) break;
      cursor = `&cursor=${page.cursor}`;
      const others = [
        ...session('new', 30 + pages),
        ...session('old', pages - 50),
        ...session(`cam-${pages % 6}`, 60 + pages),
      ];
      await Promise.all(others.map((hook) => recorder.record(engine().streams, buildEvent(hook, app))));
    }
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
    const unchanged = rows.filter(({ id, at: clock, endedAt = clock }) => ids.includes(id) && String(endedAt) < at(30));
    expect(unchanged).toHaveLength(list === 'events' ? 18 : 6);
  });
});
