import { describe, expect, test } from 'vitest';
import { fixedApps } from '../../lambda/reading/apps.ts';
import { listEventsOfStream } from '../../lambda/reading/by-time/list-events-of-stream.ts';
import { listQuarantine } from '../../lambda/reading/quarantine.ts';
import { listServers } from '../../lambda/reading/server-list.ts';
import { describeStream } from '../../lambda/reading/stream.ts';
import type { Hook, StreamEvent } from '../../lambda/stream/event.ts';
import { presumedEndEvent } from '../../lambda/stream/presumed-end.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { allTimes } from '../reading/by-time/all-times.ts';
import { useEngine } from './engine.ts';
import { at, buildEvent, buildHook, NOW, RECEIVED_AT } from './event.builder.ts';
import { positionIn, readAllPages } from './pages.ts';

const engine = useEngine();
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
const record = (hook: Hook) => recorder.record(engine().streams, hook);

const actions = ['liveStreamStarted', 'vodReady', 'subtrackAddedInTheMainTrack', 'playStarted', 'liveStreamEnded'];

/** An event of each class in turn, a second apart. */
const buildEvents = (id: string, many: number, fields: object = {}): StreamEvent[] =>
  Array.from({ length: many }, (_, n) =>
    buildEvent({ action: actions[n % 5], id, vodId: 'v', mainTrackId: id, timestamp: NOW + n * 1000, ...fields }),
  );
async function readPage(id: string, limit: number, before?: string) {
  const stream = { table: engine().streams, app: 'LiveApp', id, now: RECEIVED_AT };
  const page = await listEventsOfStream(stream, { ...allTimes, limit, before });
  if (page === undefined) throw new Error(`expected a stream ${id}`);
  return page;
}
const clocks = (pages: { events: { at: string | null }[] }[]) => pages.flatMap(({ events }) => events.map((e) => e.at));
const newestFirst = (many: number) => Array.from({ length: many }, (_, n) => at(many - 1 - n));

/** Every page of 1 MB of DynamoDB holds only four such rows. */
const large = 'x'.repeat(240_000);

describe('the events of a stream', () => {
  test('are listed once each, newest first, in pages of any size', async () => {
    for (const event of buildEvents('paged', 33)) await record(event);
    for (const limit of [1, 4, 32, 33, 100]) {
      const pages = await readAllPages((before) => readPage('paged', limit, before));
      expect(pages).toHaveLength(Math.ceil(33 / limit));
      expect(clocks(pages)).toEqual(newestFirst(33));
    }
  });

  test('continue behind a row that has expired meanwhile, of any class', async () => {
    const events = buildEvents('expiring', 20);
    for (const event of events) await record(event);
    for (const limit of [1, 2, 3, 4, 5]) {
      const first = await readPage('expiring', limit);
      const named = events.find((event) => new Date(event.at).toISOString() === first.events.at(-1)?.at);
      if (named === undefined) throw new Error('expected a page of known events');
      await engine().expire(named);
      const rest = await readAllPages((before) => readPage('expiring', 7, before ?? positionIn(first.cursor)));
      expect(clocks([first, ...rest])).toEqual(newestFirst(20));
      await record(named);
    }
  });

  test('have a presumed end with its cause, late once a heartbeat contradicts it', async () => {
    const [cam, seconds] = [{ app: 'LiveApp', id: 'silent' }, (count: number) => NOW + count * 1_000];
    await record(buildEvent({ action: 'liveStreamStarted', id: 'silent', timestamp: seconds(0) }));
    const end = { ...cam, at: seconds(20), cause: 'mediaServer', receivedAt: seconds(90) } as const;
    const listed = { action: 'presumedEnd', at: at(20), receivedAt: at(90), fields: { cause: 'mediaServer' } };
    expect(await recordPresumedEnd(engine().streams, end, 30, true)).toBe('recorded');
    expect((await readPage('silent', 1)).events).toEqual([{ ...listed, outcome: 'recorded' }]);
    const again = { ...end, receivedAt: seconds(95) };
    expect(await recordPresumedEnd(engine().streams, again, 30, true)).toBe('duplicate');
    await record(buildEvent({ action: 'liveStreamStatus', id: 'silent', timestamp: seconds(36) }));
    expect((await readPage('silent', 1)).events).toEqual([{ ...listed, outcome: 'late' }]);
    const earlier = { ...end, at: seconds(19) };
    expect(await recordPresumedEnd(engine().streams, earlier, 30, true)).toBe('late');
  });

  test('do not get a presumed end again that has expired, when a heartbeat contradicts it', async () => {
    const end = { app: 'LiveApp', id: 'expired', at: NOW, cause: 'silence', receivedAt: NOW + 400_000 } as const;
    await recordPresumedEnd(engine().streams, end, 30, true);
    await engine().expire(presumedEndEvent(end));
    await record(buildEvent({ action: 'liveStreamStatus', id: 'expired', timestamp: NOW + 16_000 }));
    expect((await readPage('expired', 10)).events).toEqual([]);
  });

  test('are listed once each when they fill many pages of DynamoDB', async () => {
    for (const event of buildEvents('large', 30, { filler: large })) await record(event);
    const pages = await readAllPages((before) => readPage('large', 100, before));
    expect(pages.length).toBeGreaterThan(1);
    expect(clocks(pages)).toEqual(newestFirst(30));
  });
});

describe('one stream', () => {
  test('has its sessions, recordings and tracks when their rows fill many pages of DynamoDB', async () => {
    const table = engine().streams;
    const now = RECEIVED_AT;
    const filler = { filler: large, metadata: { large } };
    for (let n = 0; n < 12; n++) {
      const timestamp = NOW + n * 1_000;
      await record(buildEvent({ action: 'liveStreamStarted', id: 'room', timestamp, ...filler }));
      await record(buildEvent({ action: 'vodReady', id: 'room', vodId: `v${n}`, timestamp, ...filler }));
      await record(
        buildEvent({ action: 'subtrackAddedInTheMainTrack', id: `p${n}`, mainTrackId: 'room', timestamp, ...filler }),
      );
    }
    const stream = await describeStream({ table, app: 'LiveApp', id: 'room', now });
    expect(stream?.sessions.map(({ startedAt }) => startedAt)).toEqual(newestFirst(12));
    expect(stream?.recordings.map((recording) => recording.at)).toEqual(newestFirst(12));
    expect(stream?.tracks.map(({ joinedAt }) => joinedAt)).toEqual(newestFirst(12));
  });
});

describe('the quarantine', () => {
  const quarantined = (app: string, n: number) => buildHook({ n }, app, NOW + n * 1000);
  const list = (limit: number, before?: string) =>
    listQuarantine(engine().streams, { apps: fixedApps('A', 'B', 'C'), limit, before }, RECEIVED_AT);

  test('is listed over all apps, newest first, each once in pages of any size', async () => {
    for (let n = 0; n < 25; n++) await record(quarantined(n % 3 ? 'A' : 'B', n));
    const bodies = Array.from({ length: 25 }, (_, n) => JSON.stringify({ n: 24 - n }));
    for (const limit of [1, 6, 25, 26]) {
      const pages = await readAllPages((before) => list(limit, before));
      expect(pages).toHaveLength(Math.ceil(25 / limit));
      expect(pages.flatMap(({ quarantine }) => quarantine.map(({ body }) => body))).toEqual(bodies);
    }
  });

  test('continues from a position that no row ever had', async () => {
    const { cursor } = await list(10);
    const never = positionIn(cursor)?.replace(/[^#]+$/, '!');
    const { quarantine } = await list(1, never);
    expect(quarantine[0]?.body).toBe(JSON.stringify({ n: 14 }));
  });
});

test('the servers are listed with their newest events', async () => {
  for (const host of ['media 1', 'media/2']) {
    for (let n = 0; n < 60; n++)
      await record(buildHook({ action: 'highResourceUsage', host, timestamp: NOW + n * 1000 }));
  }
  const { servers } = await listServers(
    engine().streams,
    { apps: fixedApps('LiveApp', 'Nobody'), limit: 10, before: undefined },
    RECEIVED_AT,
  );
  expect(servers.map(({ host }) => host).sort()).toEqual(['media 1', 'media/2']);
  for (const { events } of servers) expect(clocks([{ events }])).toEqual(newestFirst(60).slice(0, 50));
});
