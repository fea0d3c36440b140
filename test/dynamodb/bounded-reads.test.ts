import { beforeAll, describe, expect, test } from 'vitest';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { appKey, hostKey, stateKey } from '../../lambda/table/row-keys.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { toServerEventRow } from '../../lambda/table/rows/server-rows.ts';
import { readStateRow, toStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item } from '../../lambda/table/table.ts';
import { createReader } from '../reading/read-as-api-gateway.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent, buildHook, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';
import { measureRequests, type RequestCosts } from './request-costs.ts';

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n);
const buildAppRow = (app: string): Item => ({ ...appKey(app), app: { S: app } });

function buildStreamRow(app: string, n: number): Item {
  const action = n % 2 === 0 ? 'liveStreamStarted' : 'liveStreamEnded';
  const event = buildEvent({ action, id: `cam-${n}`, timestamp: NOW - n }, app);
  return toStateRow(app, event.id, { state: fold(emptyState, event), version: 1, heartbeatReceivedAt: null });
}

function buildHostRows(app: string, n: number): Item[] {
  const host = `host-${n}`;
  const event = buildHook({ action: 'highResourceUsage', host, timestamp: NOW }, app);
  if (event.type !== 'server') throw new Error('expected an event of a server');
  return [{ ...hostKey(app, host), host: { S: host } }, toServerEventRow(event, 30)];
}

/** Fills an account with apps, and one app with streams and hosts. */
async function fillAccount(account: ReturnType<typeof useEngine>, apps: number, streams: number, hosts: number) {
  await putAll(account().client, [
    ...range(apps).map((n) => buildAppRow(`app-${n}`)),
    ...range(streams).map((n) => buildStreamRow('app-0', n)),
    ...range(hosts).flatMap((n) => buildHostRows('app-0', n)),
  ]);
}

describe('a page costs as many commands and read units', () => {
  const [small, large] = [useEngine(), useEngine()];
  beforeAll(async () => {
    await fillAccount(small, 150, 250, 250);
    await fillAccount(large, 3_000, 10_000, 4_000);
  }, 600_000);

  /** Measures a page, once the token is cached. */
  async function costOf(account: typeof small, path: string): Promise<RequestCosts> {
    const ask = await createReader(account(), RECEIVED_AT);
    await ask('/streams?app=none');
    return measureRequests(account().client, async () => {
      expect(await ask(path)).toMatchObject({ statusCode: 200 });
    });
  }

  test.each([
    '/streams?app=app-0&limit=100',
    '/streams?limit=100',
    '/streams?status=ended',
    '/servers?app=app-0',
    '/servers?limit=100',
    '/quarantine?app=app-0',
  ])('in an account of 3 000 apps, 10 000 streams and 4 000 hosts as in a small one: %s', async (path) => {
    const [few, many] = [await costOf(small, path), await costOf(large, path)];
    expect(many.units.length).toBe(few.units.length);
    expect(many.readUnits).toBeLessThanOrEqual(few.readUnits + 1); // names of more digits
    expect(many.units.length).toBeLessThanOrEqual(210);
  });

  test.each(['/streams?status=unknown', '/quarantine', '/servers?app='])(
    'at most about 400 of each where thousands of apps have few rows: %s',
    async (path) => {
      const { units, readUnits } = await costOf(large, path);
      expect(units.length).toBeLessThanOrEqual(510);
      expect(readUnits).toBeLessThanOrEqual(510);
    },
  );
});

describe('the view of one stream reads a bounded part of', () => {
  const engine = useEngine();
  const large = 'x'.repeat(200_000);
  const rowsOf = (id: string, many: number, fields: object) =>
    range(many).map((n) =>
      toEventRow(buildEvent({ id, mainTrackId: id, timestamp: NOW - n * 5_000, large, ...fields }), 30, true),
    );

  test.each([
    { what: 'recordings without a vodId', fields: { action: 'vodReady' } },
    { what: 'tracks of few names', fields: { action: 'subtrackAddedInTheMainTrack', id: 'p' } },
    { what: 'ends that each repeat the end before', fields: { action: 'liveStreamEnded' } },
  ])('$what: at most five pages of 1 MB', async ({ what, fields }) => {
    const id = `cam ${what}`;
    await putAll(engine().client, rowsOf(id, 60, fields));
    const state = fold(emptyState, buildEvent({ action: 'liveStreamStarted', id }));
    await engine().streams.put(toStateRow('LiveApp', id, { state, version: 1, heartbeatReceivedAt: null }));
    const ask = await createReader(engine(), RECEIVED_AT);
    const path = `/stream?${new URLSearchParams({ app: 'LiveApp', id })}`;
    const { units } = await measureRequests(engine().client, async () => {
      expect(await ask(path)).toMatchObject({ statusCode: 200 });
    });
    const pages = units.filter((unit) => unit > 100);
    expect(pages.length).toBeLessThanOrEqual(5 + 1); // and the newest events
  });
});

describe('a fold reads of a run of ends, each within 10 s of the next,', () => {
  const engine = useEngine();
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });

  test('508 at most, in two round trips, however long it is', async () => {
    const ends = range(1_500).map((n) =>
      buildEvent({ action: 'liveStreamEnded', id: 'cam', timestamp: NOW - n * 1_000 }),
    );
    await putAll(
      engine().client,
      ends.map((event) => toEventRow(event, 30, true)),
    );
    const late = buildEvent({ action: 'liveStreamEnded', id: 'cam', timestamp: NOW - 500 });
    await recorder.record(engine().streams, buildEvent({ action: 'liveStreamEnded', id: 'cam', timestamp: NOW }));
    const { roundTrips, readUnits } = await measureRequests(engine().client, () =>
      recorder.record(engine().streams, late),
    );
    expect(roundTrips).toBeLessThanOrEqual(6);
    expect(readUnits).toBeLessThanOrEqual(42);
    const { state } = readStateRow(await engine().streams.get(stateKey('LiveApp', 'cam'), true));
    expect(state.session?.endedAt).toBeGreaterThan(NOW - 10_000);
  });
});
