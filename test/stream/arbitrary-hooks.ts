import fc from 'fast-check';
import { groupBy } from '../../lambda/group-by.ts';
import type { PresumedEnd } from '../../lambda/stream/presumed-end.ts';
import type { PresumedStart } from '../../lambda/stream/presumed-start.ts';
import { subjectOf, toTimedHook } from '../../oracle/sent-hook.ts';
import type { HookInput } from '../hook/hook-request.builder.ts';

/** When random hooks are received. Their clocks lie around it, on both sides of every limit in the contract. */
export const NOW = Date.UTC(2026, 10, 2, 12);

const clock = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(-1, 0, 0, 1))
  .map(([fives, shift]) => NOW - 100_000 + fives * 5_000 + shift);

/** A fast clock: equal hooks with one are retries, so that each hook gets a clock of its own. */
const FAST_CLOCK = NOW + 900_000;

/** A number or digits, at times absent, unusable as a clock, or too far ahead. */
const timestamp = fc.oneof(
  { weight: 12, arbitrary: clock.map(String) },
  { weight: 4, arbitrary: clock },
  {
    weight: 1,
    arbitrary: fc.constantFrom(undefined, null, 'soon', '-5', 1.5, '1795628812', 0, '99999999999999', FAST_CLOCK),
  },
);

const name = fc.constantFrom(undefined, undefined, 'Front door', 'Café', '東京');
const optional = <T>(...values: T[]) => fc.constantFrom(undefined, undefined, ...values);

const descriptiveFields = { streamName: name, category: optional('indoor', 'roof') };
const smallCount = fc.integer({ min: 0, max: 3 });

const streamHook = (action: string, fields: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record({ action: fc.constant(action), id: fc.constantFrom('s', 's', 's', 'r'), timestamp, ...fields });
const lifecycleHook = (action: string) =>
  streamHook(action, {
    ...descriptiveFields,
    metadata: optional<unknown>({ owner: 'a/b' }, 'plain words', { n: 1 }),
    mainTrackId: optional('r', 'q'),
    subscriberId: optional('ada', 'bob'),
  });
const roomHook = (action: string) =>
  fc.record({
    action: fc.constant(action),
    id: fc.constantFrom('s', 't'),
    mainTrackId: fc.constant('r'),
    timestamp,
    ...descriptiveFields,
    subscriberId: optional('ada'),
  });

const fields = fc.oneof(
  { weight: 6, arbitrary: lifecycleHook('liveStreamStarted') },
  { weight: 8, arbitrary: lifecycleHook('liveStreamEnded') },
  {
    weight: 5,
    arbitrary: streamHook('liveStreamStatus', {
      ...descriptiveFields,
      width: smallCount,
      height: smallCount,
      speed: fc.constantFrom(1.5, '0.5', null),
    }),
  },
  {
    weight: 2,
    arbitrary: streamHook('vodReady', {
      vodId: fc.constantFrom('v1', 'v2', 'v3'),
      vodName: fc.constantFrom('s', 's_1'),
      duration: optional<string | number>('9031', 100, '-2'),
      metadata: optional({ owner: 'x' }),
    }),
  },
  {
    weight: 1,
    arbitrary: streamHook('endpointFailed', {
      ...descriptiveFields,
      metadata: optional({ 'rtmp-url': 'rtmp://host/app/***' }),
    }),
  },
  {
    weight: 1,
    arbitrary: streamHook('publishTimeoutError', {
      ...descriptiveFields,
      metadata: optional({ subscriberId: 'ada' }, { subscriberId: null }),
    }),
  },
  {
    weight: 1,
    arbitrary: streamHook('encoderNotOpenedError', { ...descriptiveFields, metadata: optional({ owner: 'z' }) }),
  },
  { weight: 1, arbitrary: streamHook('playStarted', { subscriberId: optional('viewer') }) },
  { weight: 1, arbitrary: streamHook('idleTimeIsExpired', descriptiveFields) },
  { weight: 1, arbitrary: streamHook('somethingNew', descriptiveFields) },
  { weight: 1, arbitrary: streamHook('constructor', descriptiveFields) },
  { weight: 2, arbitrary: roomHook('firstActiveTrackAddedInMainTrack') },
  {
    weight: 2,
    arbitrary: fc.record({
      action: fc.constant('noActiveSubtracksLeftInMainTrack'),
      id: fc.constantFrom('r', 's'),
      mainTrackId: optional('r'),
      timestamp,
      ...descriptiveFields,
    }),
  },
  { weight: 2, arbitrary: roomHook('subtrackAddedInTheMainTrack') },
  { weight: 2, arbitrary: roomHook('subtrackLeftTheMainTrack') },
);

const withoutUndefined = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

/** A set of hooks, in no order. */
export const arbitraryHooks = (maxLength: number): fc.Arbitrary<HookInput[]> =>
  fc.array(fc.tuple(fields, fc.constantFrom(-90, -3, -2, -1, 0, 1, 2, 3)), { minLength: 1, maxLength }).map((all) =>
    all.map(([hookFields, delaySeconds], index) => ({
      fields: withoutUndefined({
        ...hookFields,
        timestamp: hookFields.timestamp === FAST_CLOCK ? FAST_CLOCK + index : hookFields.timestamp,
      }),
      receivedAt: NOW + delaySeconds * 1_000,
      requestId: `request-${index}`,
      address: `192.0.2.${index % 3}`,
    })),
  );

/** A hook, a presumed end or a presumed start. */
export type Arrived = HookInput | PresumedEnd | PresumedStart;

/** Hooks about streams, and presumed starts and ends of these streams. */
export interface HooksAndEnds {
  readonly hooks: readonly HookInput[];
  readonly presumedStarts: readonly PresumedStart[];
  readonly presumedEnds: readonly PresumedEnd[];
}

/** All that a set has. */
export const allOf = ({ hooks, presumedStarts, presumedEnds }: HooksAndEnds): Arrived[] => [
  ...hooks,
  ...presumedStarts,
  ...presumedEnds,
];

/** From a start that a hook reports to a presumed one, in ms: on both sides of the limit. */
const betweenStarts = fc.constantFrom(-60_001, -60_000, -3_000, 0, 2_000, 60_000, 60_001);

/** Presumed starts, mostly near one that a hook reports. */
function arbitraryStarts(hooks: readonly HookInput[]): fc.Arbitrary<PresumedStart[]> {
  const starts = hooks.filter(({ fields: { action } }) => /Started$|^firstActive/.test(String(action)));
  const known = starts.map((hook) => ({ id: subjectOf(hook.fields), at: toTimedHook(hook).at }));
  const anywhere = fc.record({ id: fc.constantFrom('s', 's', 'r'), at: clock });
  const near = known.length === 0 ? anywhere : fc.constantFrom(...known);
  const start = fc.record({ base: fc.oneof(near, near, anywhere), between: betweenStarts, name }).map(
    ({ base: { id, at }, between, name: own }): PresumedStart => ({
      ...{ app: 'LiveApp', id, at: at + between, name: own, receivedAt: NOW },
    }),
  );
  return fc.array(start, { maxLength: 2 });
}

/** A set of hooks, presumed starts and presumed ends, in no order: presumed ends mostly have the clock of a heartbeat. */
export const arbitraryHooksAndEnds = (maxLength: number): fc.Arbitrary<HooksAndEnds> =>
  arbitraryHooks(maxLength).chain((hooks) => {
    const heartbeats = hooks.filter(({ fields }) => fields.action === 'liveStreamStatus');
    const beats = heartbeats.map((hook) => ({ id: subjectOf(hook.fields), at: toTimedHook(hook).at }));
    const anywhere = fc.record({ id: fc.constantFrom('s', 's', 's', 'r'), at: clock });
    const stopped = beats.length === 0 ? anywhere : fc.constantFrom(...beats);
    const isHeartbeat = (id: string, at: number) => beats.some((beat) => beat.id === id && beat.at === at);
    const toEnd = ({ id, at }: { id: string; at: number }): PresumedEnd => ({
      ...{ app: 'LiveApp', id, at, receivedAt: NOW },
      ...{ cause: 'mediaServer', isHeartbeat: isHeartbeat(id, at) },
    });
    const ends = fc.array(fc.oneof({ weight: 3, arbitrary: stopped }, { weight: 1, arbitrary: anywhere }).map(toEnd), {
      maxLength: 3,
    });
    return fc.record({ hooks: fc.constant(hooks), presumedStarts: arbitraryStarts(hooks), presumedEnds: ends });
  });

/** The clocks of presumed ends, by the id of their stream. */
export function clocksById(presumedEnds: readonly PresumedEnd[]): Map<string, number[]> {
  const byId = new Map<string, number[]>();
  for (const { id, at } of presumedEnds) byId.set(id, [...(byId.get(id) ?? []), at]);
  return byId;
}

/** The presumed starts, by the id of their stream. */
export const startsById = (presumedStarts: readonly PresumedStart[]): Map<string, PresumedStart[]> =>
  groupBy(presumedStarts, ({ id }) => id);

/** The same items in any order, each at least once. */
export const arbitraryArrivals = <T>(sent: readonly T[]): fc.Arbitrary<T[]> =>
  fc.array(fc.nat({ max: sent.length - 1 }), { maxLength: 4 }).chain((repeated) =>
    fc.shuffledSubarray([...sent, ...repeated.flatMap((index) => sent[index] ?? [])], {
      minLength: sent.length + repeated.length,
    }),
  );
