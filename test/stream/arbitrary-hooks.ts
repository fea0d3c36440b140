import fc from 'fast-check';
import type { WireHook } from './model.ts';

/** When the random hooks are received: their clocks lie around it, on both sides of every bound of the contract. */
export const NOW = Date.UTC(2026, 10, 2, 12);

const clock = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(-1, 0, 0, 1))
  .map(([fives, shift]) => NOW - 100_000 + fives * 5_000 + shift);

/** A clock that is fast: hooks that differ in nothing would be retries. */
const FAST = NOW + 900_000;

/** As number or digits; sometimes none, sometimes no clock, sometimes too far ahead to be one. */
const timestamp = fc.oneof(
  { weight: 12, arbitrary: clock.map(String) },
  { weight: 4, arbitrary: clock },
  {
    weight: 1,
    arbitrary: fc.constantFrom(undefined, null, 'soon', '-5', 1.5, '1795628812', 0, '99999999999999', FAST),
  },
);

const name = fc.constantFrom(undefined, undefined, 'Front door', 'Café', '東京');
const maybe = <T>(...values: T[]) => fc.constantFrom(undefined, undefined, ...values);

const described = { streamName: name, category: maybe('indoor', 'roof') };
const count = fc.integer({ min: 0, max: 3 });

const stream = (action: string, fields: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record({ action: fc.constant(action), id: fc.constantFrom('s', 's', 's', 'r'), timestamp, ...fields });
const edge = (action: string) =>
  stream(action, {
    ...described,
    metadata: maybe<unknown>({ owner: 'a/b' }, 'plain words', { n: 1 }),
    mainTrackId: maybe('r', 'q'),
    subscriberId: maybe('ada', 'bob'),
  });
const room = (action: string) =>
  fc.record({
    action: fc.constant(action),
    id: fc.constantFrom('s', 't'),
    mainTrackId: fc.constant('r'),
    timestamp,
    ...described,
    subscriberId: maybe('ada'),
  });

const fields = fc.oneof(
  { weight: 6, arbitrary: edge('liveStreamStarted') },
  { weight: 8, arbitrary: edge('liveStreamEnded') },
  {
    weight: 5,
    arbitrary: stream('liveStreamStatus', {
      ...described,
      width: count,
      height: count,
      speed: fc.constantFrom(1.5, '0.5', null),
    }),
  },
  {
    weight: 2,
    arbitrary: stream('vodReady', {
      vodId: fc.constantFrom('v1', 'v2', 'v3'),
      vodName: fc.constantFrom('s', 's_1'),
      duration: maybe<string | number>('9031', 100, '-2'),
      metadata: maybe({ owner: 'x' }),
    }),
  },
  {
    weight: 1,
    arbitrary: stream('endpointFailed', { ...described, metadata: maybe({ 'rtmp-url': 'rtmp://host/app/***' }) }),
  },
  {
    weight: 1,
    arbitrary: stream('publishTimeoutError', {
      ...described,
      metadata: maybe({ subscriberId: 'ada' }, { subscriberId: null }),
    }),
  },
  { weight: 1, arbitrary: stream('encoderNotOpenedError', { ...described, metadata: maybe({ owner: 'z' }) }) },
  { weight: 1, arbitrary: stream('playStarted', { subscriberId: maybe('viewer') }) },
  { weight: 1, arbitrary: stream('idleTimeIsExpired', described) },
  { weight: 1, arbitrary: stream('somethingNew', described) },
  { weight: 1, arbitrary: stream('constructor', described) },
  { weight: 2, arbitrary: room('firstActiveTrackAddedInMainTrack') },
  {
    weight: 2,
    arbitrary: fc.record({
      action: fc.constant('noActiveSubtracksLeftInMainTrack'),
      id: fc.constantFrom('r', 's'),
      mainTrackId: maybe('r'),
      timestamp,
      ...described,
    }),
  },
  { weight: 2, arbitrary: room('subtrackAddedInTheMainTrack') },
  { weight: 2, arbitrary: room('subtrackLeftTheMainTrack') },
);

const withoutUndefined = (record: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

/** A set of hooks: what happened, in no order. */
export const hooks = (maxLength: number): fc.Arbitrary<WireHook[]> =>
  fc.array(fc.tuple(fields, fc.constantFrom(-90, -3, -2, -1, 0, 1, 2, 3)), { minLength: 1, maxLength }).map((all) =>
    all.map(([told, late], index) => ({
      fields: withoutUndefined({ ...told, timestamp: told.timestamp === FAST ? FAST + index : told.timestamp }),
      receivedAt: NOW + late * 1_000,
      requestId: `request-${index}`,
      address: `192.0.2.${index % 3}`,
    })),
  );

/** Those hooks as they may arrive: in any order, each at least once. */
export const arrivals = (of: readonly WireHook[]): fc.Arbitrary<WireHook[]> =>
  fc.array(fc.nat({ max: of.length - 1 }), { maxLength: 4 }).chain((again) =>
    fc.shuffledSubarray([...of, ...again.flatMap((index) => of[index] ?? [])], {
      minLength: of.length + again.length,
    }),
  );
