import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedApps } from '../../lambda/reading/apps.ts';
import { QueryParameters } from '../../lambda/reading/parameters.ts';
import { statuses, statusFilters } from '../../lambda/reading/stream-filter.ts';
import { type StreamJson, toStreamJson } from '../../lambda/reading/stream-json.ts';
import { listStreams, streamCursor } from '../../lambda/reading/stream-list.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { presumedEndEvent } from '../../lambda/stream/presumed-end.ts';
import { decideStatus, emptyState, fold, type State } from '../../lambda/stream/state.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { statusSortKey } from '../../lambda/table/row-keys.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';

const RUNS = Number(process.env.SEARCH_RUNS ?? 15);

const engine = useEngine();
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });

/** The last hour began on the day before. */
const READ_AT = Date.UTC(2026, 10, 3, 0, 20);
const MINUTE_MS = 60_000;

/** A stream of a fleet, and how long ago what happened to it, in minutes. */
interface Spec {
  readonly app: string;
  readonly life: 'live' | 'presumedEnded' | 'ended' | 'unknown';
  readonly minutes: number;
  readonly heartbeat: number | null;
  readonly error: number | null;
  readonly id: string;
  readonly name: string;
  readonly room: string | null;
  readonly metadata: string | object | null;
}

const word = fc.constantFrom('Gate', 'gate-7', 'DOOR', 'straße', 'İstanbul', 'a/b', 'x', '100%');
const spec: fc.Arbitrary<Spec> = fc.record({
  app: fc.constantFrom('A', 'B b', 'C'),
  life: fc.constantFrom('live', 'live', 'presumedEnded', 'ended', 'unknown'),
  minutes: fc.integer({ min: 5, max: 12 }), // with ties
  heartbeat: fc.constantFrom(null, 0, 1, 3),
  error: fc.constantFrom(null, null, -2, 0, 19, 20, 21, 59.999, 60, 60.001, 300),
  id: word,
  name: word,
  room: fc.constantFrom(null, 'room', 'Room'),
  metadata: fc.constantFrom(null, 'The gate', { owner: 'Door' }),
});
const filter = fc.record({
  status: fc.subarray([...statusFilters, ''], { minLength: 1, maxLength: 3 }),
  q: fc.constantFrom('', '', 'gate', 'GATE-7', 'door', 'STRASSE', 'istanbul', 'endpointfailed', 'a/b', '"owner"'),
  room: fc.constantFrom('', '', 'room'),
});
const cases = fc.record({
  fleet: fc.array(spec, { maxLength: 60, size: 'max' }),
  filter,
  limit: fc.integer({ min: 1, max: 20 }),
  churn: fc.array(
    fc.record({ of: fc.nat(200), action: fc.constantFrom('liveStreamStarted', 'liveStreamEnded', 'endpointFailed') }),
    { maxLength: 20 },
  ),
});
type Filter = typeof filter extends fc.Arbitrary<infer T> ? T : never;

interface FleetStream {
  readonly app: string;
  readonly id: string;
  readonly state: State;
  readonly events: readonly StreamEvent[];
  readonly heartbeatReceivedAt: number | null;
}

/** Builds a stream with an id of its own. */
function buildStream(spec: Spec, n: number, run: number): FleetStream {
  const [app, id] = [`${spec.app} ${run}`, n % 3 === 0 ? `${spec.id} ${n}` : `cam ${n} ${spec.id}`];
  const clock = (minutes: number) => READ_AT - Math.round(minutes * MINUTE_MS);
  const event = (action: string, minutes: number, fields: object = {}) =>
    buildEvent({ action, id, timestamp: clock(minutes), ...fields }, app, Math.max(clock(minutes), READ_AT - 60_000));
  const described = { streamName: spec.name, metadata: spec.metadata, mainTrackId: spec.room };
  const boundary = spec.life === 'ended' ? 'liveStreamEnded' : 'liveStreamStarted';
  const events =
    spec.life === 'unknown' ? [event('playStarted', spec.minutes)] : [event(boundary, spec.minutes, described)];
  if (spec.heartbeat !== null && spec.life === 'live')
    events.push(event('liveStreamStatus', spec.heartbeat, { speed: 1 }));
  if (spec.life === 'presumedEnded')
    events.push(presumedEndEvent({ app, id, at: clock(spec.minutes - 1), cause: 'silence', receivedAt: READ_AT }));
  if (spec.error !== null)
    events.push(event('endpointFailed', spec.error, { metadata: 'rtmp://Door.example/live/key' }));
  const state = events.reduce((folded, one) => fold(folded, one), emptyState);
  const heartbeatReceivedAt = state.registers.health === undefined ? null : clock(spec.heartbeat ?? 0);
  return { app, id, state, events, heartbeatReceivedAt };
}

const toRows = ({ app, id, state, events, heartbeatReceivedAt }: FleetStream) => [
  toStateRow(app, id, { state, version: 1, heartbeatReceivedAt }),
  ...events.filter((event) => event.class === 'error').map((event) => toEventRow(event, 30, true)),
];

const toJson = ({ app, id, state, heartbeatReceivedAt }: FleetStream) =>
  toStreamJson(app, id, { state, heartbeatReceivedAt }, READ_AT);

/** Whether a filter lists a stream, by its words. */
function isListed(stream: StreamJson, { status, q, room }: Filter): boolean {
  const wanted = status.filter((one) => one !== '');
  const failing = stream.lastError !== null && READ_AT - Date.parse(stream.lastError.at ?? '') <= 60 * MINUTE_MS;
  const states: string[] = [stream.status, ...(stream.stale ? ['stale'] : []), ...(failing ? ['failing'] : [])];
  const { id, name, category, metadata, lastError } = stream;
  const texts = [
    id,
    name,
    category,
    stream.room,
    typeof metadata === 'object' ? JSON.stringify(metadata) : metadata,
    lastError?.kind,
    lastError?.detail,
  ];
  const pattern = new RegExp(
    q.replace('STRASSE', 'stra(ß|ss)e').replace('istanbul', '[iİ]stanbul').replace('/', '\\/'),
    'i',
  );
  return (
    (wanted.length === 0 || wanted.some((one) => states.includes(one))) &&
    (room === '' || stream.room === room) &&
    (q === '' || texts.some((text) => pattern.test(String(text ?? ''))))
  );
}

/** Returns the names of the streams that a filter lists, in the order of the list. */
function expectedNames(fleet: readonly FleetStream[], filter: Filter): string[] {
  const rank = ({ state }: FleetStream) => statuses.indexOf(decideStatus(state).status);
  const key = ({ app, id, state }: FleetStream) => statusSortKey(decideStatus(state).at, app, id);
  return fleet
    .filter((stream) => isListed(toJson(stream), filter))
    .sort((a, b) => rank(a) - rank(b) || (key(a) < key(b) ? 1 : -1))
    .map(nameOf);
}

const nameOf = ({ app, id }: { app: string; id: string }) => `${app}/${id}`;

/** Reads all pages as the route does, with something that happens after each. */
async function readNames(
  apps: readonly string[],
  { status, q, room }: Filter,
  limit: number,
  afterPage = async () => {},
) {
  const names: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = new URLSearchParams({ status: status.filter((one) => one !== '').join(','), q, room, cursor });
    const parameters = new QueryParameters(String(query), ['status', 'q', 'room', 'cursor']);
    const filter = { statuses: parameters.statuses, q: parameters.q, room: parameters.room };
    const before = parameters.listCursor(streamCursor(filter));
    const page = await listStreams(engine().streams, { apps: fixedApps(...apps), ...filter, limit, before }, READ_AT);
    expect(page.streams.length).toBeLessThanOrEqual(limit);
    names.push(...page.streams.map(nameOf));
    cursor = page.cursor;
    await afterPage();
  }
  return names;
}

test('lists what the filter says in the order of the list, and each stream that does not change exactly once', async () => {
  let run = 0;
  const holds = async ({
    fleet: specs,
    filter,
    limit,
    churn,
  }: typeof cases extends fc.Arbitrary<infer T> ? T : never) => {
    run += 1;
    const fleet = specs.map((one, n) => buildStream(one, n, run));
    const apps = ['A', 'B b', 'C'].map((app) => `${app} ${run}`);
    await putAll(engine().client, fleet.flatMap(toRows));
    const expected = expectedNames(fleet, filter);
    expect(await readNames(apps, filter, limit)).toEqual(expected);
    const changed = new Set<string>();
    const changes = churn[Symbol.iterator]();
    const found = await readNames(apps, filter, limit, async () => {
      const { done, value } = changes.next();
      if (done) return;
      const { app, id } = fleet[value.of % (fleet.length + 1)] ?? { app: apps[0] ?? '', id: `new ${value.of}` };
      changed.add(nameOf({ app, id }));
      const timestamp = READ_AT - 4 * MINUTE_MS - (value.of % 7) * 30_000;
      await recorder.record(engine().streams, buildEvent({ action: value.action, id, timestamp }, app, READ_AT));
    });
    expect(found.filter((name) => !changed.has(name))).toEqual(expected.filter((name) => !changed.has(name)));
  };
  await fc.assert(fc.asyncProperty(cases, holds), { numRuns: RUNS });
}, 300_000);
