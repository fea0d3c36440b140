import fc from 'fast-check';
import type { PresumedEnd } from '../../lambda/stream/presumed-end.ts';
import type { PresumedStart } from '../../lambda/stream/presumed-start.ts';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { recordPresumedStart } from '../../lambda/table/record-presumed-start.ts';
import type { Recorder } from '../../lambda/table/recorder.ts';
import type { Table } from '../../lambda/table/table.ts';
import { buildEvent, RECEIVED_AT } from './event.builder.ts';

/** The events of these streams lie around the midnights after this one, which begins a day in UTC. */
export const FIRST_MIDNIGHT = Date.UTC(2026, 9, 20);
const DAY_MS = 86_400_000;

/** A hook, a presumed end or a presumed start of a stream. */
export type Happening =
  | { readonly fields: Readonly<Record<string, unknown>> }
  | { readonly end: PresumedEnd }
  | { readonly start: PresumedStart };

/** Few clocks, on both sides of 10 s, 15 s and midnight: many are equal, and some streams are silent for days. */
const clock = fc
  .tuple(fc.constantFrom(0, 0, 0, 1, 3), fc.integer({ min: -6, max: 6 }), fc.constantFrom(-1, 0, 0, 0, 1))
  .map(([day, fives, shift]) => FIRST_MIDNIGHT + day * DAY_MS + fives * 5_000 + shift);

const lifecycle = fc.record({
  action: fc.constantFrom('liveStreamStarted', 'liveStreamEnded'),
  streamName: fc.constantFrom(undefined, 'Front door'),
  copy: fc.nat({ max: 2 }), // a hook of the same kind and clock is another event
});
const room = fc.constantFrom(
  { action: 'firstActiveTrackAddedInMainTrack', id: 'track', mainTrackId: 'room' },
  { action: 'noActiveSubtracksLeftInMainTrack', id: 'room' },
  { action: 'subtrackAddedInTheMainTrack', id: 'track', mainTrackId: 'room' },
);
const recording = fc.record({
  action: fc.constant('vodReady'),
  vodId: fc.constantFrom(undefined, 'v1', 'v2', 'v3'),
  vodName: fc.constantFrom('a', 'b'),
});
const other = fc.constantFrom<{ action: string; metadata?: object }>(
  { action: 'endpointFailed', metadata: { 'rtmp-url': 'rtmp://host/live' } },
  { action: 'playStarted' },
  { action: 'idleTimeIsExpired' },
  { action: 'somethingNew' },
);
const fields: fc.Arbitrary<{ readonly action: string }> = fc.oneof(
  { weight: 14, arbitrary: lifecycle },
  { weight: 4, arbitrary: fc.constant({ action: 'liveStreamStatus' }) },
  { weight: 4, arbitrary: room },
  { weight: 3, arbitrary: recording },
  { weight: 2, arbitrary: other },
);

export const streamIds = ['cam 1', `${'長'.repeat(399)}b`, 'room'] as const;

const hook = fc
  .tuple(fields, fc.constantFrom(streamIds[0], streamIds[0], streamIds[1]), clock)
  .map(([own, id, timestamp]) => ({ fields: { id, timestamp, ...own } }));

const presumedEnd = (hooks: readonly { fields: { id: string; timestamp: number } }[]) =>
  fc
    .record({
      of: fc.nat(),
      anywhere: clock,
      isHeartbeat: fc.boolean(),
      isAnywhere: fc.constantFrom(true, false, false),
      id: fc.constantFrom(...streamIds),
    })
    .map(({ of, anywhere, isHeartbeat, isAnywhere, id }) => {
      const near = hooks[of % hooks.length]?.fields;
      return isAnywhere || near === undefined
        ? { id, at: anywhere, isHeartbeat }
        : { id: near.id === 'track' ? 'room' : near.id, at: near.timestamp, isHeartbeat };
    })
    .map((end) => ({
      end: { app: '', cause: 'silence' as const, receivedAt: RECEIVED_AT, ...end },
    }));

/** Presumed starts around the hooks, on both sides of the minute within which a hook reports the same start. */
const presumedStart = fc
  .tuple(clock, fc.constantFrom(-60_001, -60_000, -2_000, 0, 0, 2_000, 60_000), fc.constantFrom(...streamIds))
  .map(([at, shift, id]) => ({ start: { app: '', id, at: at + shift, receivedAt: RECEIVED_AT } }));

/** What happens to three streams, in some order of arrival, with copies. */
export const arbitraryHappenings = (maxLength: number): fc.Arbitrary<Happening[]> =>
  fc
    .array(hook, { minLength: 4, maxLength })
    .chain((hooks) =>
      fc.tuple(
        fc.constant(hooks),
        fc.array(presumedEnd(hooks), { maxLength: 6 }),
        fc.array(presumedStart, { maxLength: 3 }),
      ),
    )
    .chain(([hooks, ends, starts]) => {
      const all: Happening[] = [...hooks, ...ends, ...starts];
      return fc.array(fc.nat({ max: all.length - 1 }), { maxLength: 4 }).chain((copies) => {
        const arriving = [...all, ...copies.flatMap((index) => all[index] ?? [])];
        return fc.shuffledSubarray(arriving, { minLength: arriving.length });
      });
    });

/** Records what happens in an app, so many at once. */
export async function recordHappenings(
  table: Table,
  recorder: Recorder,
  app: string,
  happenings: readonly Happening[],
  atOnce: number,
): Promise<void> {
  for (let from = 0; from < happenings.length; from += atOnce)
    await Promise.all(happenings.slice(from, from + atOnce).map((one) => recordHappening(table, recorder, app, one)));
}

function recordHappening(table: Table, recorder: Recorder, app: string, happening: Happening): Promise<unknown> {
  if ('end' in happening) return recordPresumedEnd(table, { ...happening.end, app }, 62, true);
  if ('start' in happening) return recordPresumedStart(table, { ...happening.start, app }, 62, true);
  return recorder.record(table, buildEvent(withoutUndefined(happening.fields), app));
}

const withoutUndefined = (all: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));

/** Cuts the days of these events into periods, at random clocks of theirs. */
export const arbitraryPeriods: fc.Arbitrary<{ from: number; to: number }[]> = fc
  .array(clock, { maxLength: 4 })
  .map((cuts) => {
    const clocks = [FIRST_MIDNIGHT - 2 * DAY_MS, ...cuts, FIRST_MIDNIGHT + 5 * DAY_MS];
    const ordered = [...new Set(clocks)].sort((a, b) => a - b);
    return ordered.slice(1).map((to, index) => ({ from: ordered[index] ?? 0, to }));
  });
