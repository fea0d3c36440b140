import { expect, test } from 'vitest';
import { describeStream } from '../../lambda/reading/stream.ts';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { toPresumedEndRow } from '../../lambda/table/rows/presumed-end-row.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import { useEngine } from '../table/engine.ts';
import { at, buildEvent, NOW, RECEIVED_AT } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';

const engine = useEngine();

/** Describes a stream with many large rows of a class, five seconds apart; it started at 50 s, without a row yet. */
async function describeLarge(action: string, many: number) {
  const rows = Array.from({ length: many }, (_, n) =>
    toEventRow(buildEvent({ action, id: action, timestamp: NOW - n * 5_000, filler: 'x'.repeat(240_000) }), 30, true),
  );
  const state = fold(emptyState, buildEvent({ action: 'liveStreamStarted', id: action, timestamp: NOW + 50_000 }));
  const end = { app: 'LiveApp', id: action, at: NOW - 199_000, cause: 'silence', receivedAt: RECEIVED_AT } as const;
  await putAll(engine().client, [
    ...rows,
    toPresumedEndRow(end, 30, true), // before all that can be listed
    toStateRow('LiveApp', action, { state, version: 1, heartbeatReceivedAt: null }),
  ]);
  return describeStream({ table: engine().streams, app: 'LiveApp', id: action, now: RECEIVED_AT });
}

test('of a history too large to be read whole, only the sessions that nothing older can change are listed', async () => {
  const ends = await describeLarge('liveStreamEnded', 40);
  expect(ends?.sessions).toMatchObject([{ startedAt: at(50), endedAt: null }]);
  const starts = await describeLarge('liveStreamStarted', 40);
  expect(starts?.sessions[0]).toMatchObject({ startedAt: at(50) });
  expect(starts?.sessions.at(-1)).toMatchObject({ startedAt: expect.any(String), endReason: 'superseded' });
  expect(starts?.sessions.length).toBeGreaterThan(10);
  expect(starts?.sessions.length).toBeLessThan(41);
});

test('a presumed end is not listed once its row has expired', async () => {
  const events = [0, 200].map((seconds) =>
    buildEvent({ action: 'liveStreamStarted', id: 'cam', timestamp: NOW + seconds * 1_000 }),
  );
  const state = events.reduce((known, event) => fold(known, event), emptyState);
  const end = { app: 'LiveApp', id: 'cam', at: NOW + 60_000, cause: 'silence', receivedAt: RECEIVED_AT } as const;
  await putAll(engine().client, [
    ...events.map((event) => toEventRow(event, 60, true)),
    toPresumedEndRow(end, 30, true),
    toStateRow('LiveApp', 'cam', { state, version: 1, heartbeatReceivedAt: null }),
  ]);
  const reasonsAt = async (now: number) =>
    (await describeStream({ table: engine().streams, app: 'LiveApp', id: 'cam', now }))?.sessions.map(
      ({ endReason }) => endReason,
    );
  expect(await reasonsAt(RECEIVED_AT)).toEqual([null, 'presumedEnded']);
  expect(await reasonsAt(RECEIVED_AT + 31 * 86_400_000)).toEqual([null]);
});
