import { describe, expect, test } from 'vitest';
import { listEventsOfStream } from '../../lambda/reading/by-time/list-events-of-stream.ts';
import { listSessionsOfStream } from '../../lambda/reading/by-time/list-sessions-of-stream.ts';
import { describeStream } from '../../lambda/reading/stream.ts';
import { recordPresumedStart } from '../../lambda/table/record-presumed-start.ts';
import { allTimes } from '../reading/by-time/all-times.ts';
import { RECEIVED_AT } from './event.builder.ts';
import { InMemoryTable } from './in-memory-table.ts';
import { clockOf, recordTimed, summaryOf } from './timed-events.ts';

async function recordAll(events: string, table = new InMemoryTable()): Promise<InMemoryTable> {
  for (const event of events.split(' ')) await recordTimed(table, 'cam', event);
  return table;
}

const adopt = (table: InMemoryTable, event: string, name?: string) =>
  recordPresumedStart(
    table,
    { app: 'LiveApp', id: 'cam', at: clockOf(event), name, receivedAt: RECEIVED_AT },
    30,
    true,
  );

async function eventsOf(table: InMemoryTable) {
  const stream = { table, app: 'LiveApp', id: 'cam', now: RECEIVED_AT };
  return (await listEventsOfStream(stream, { ...allTimes, limit: 50 }))?.events ?? [];
}

describe('the outcome of a presumed start', () => {
  test.each([
    { before: 'h100', outcome: 'recorded', why: 'only a heartbeat was known' },
    { before: 'e30', outcome: 'recorded', why: 'it is after all that was known' },
    { before: 's0 a70 e90', outcome: 'duplicate', why: 'it was recorded before' },
    { before: 's65', outcome: 'late', why: 'a hook has reported the same start' },
    { before: 's100', outcome: 'late', why: 'a hook has reported it later' },
    { before: 's0 e200 s300', outcome: 'late', why: 'a later start stands' },
    { before: 'e90', outcome: 'late', why: 'a hook has reported its end' },
    { before: 's0 h80 p80', outcome: 'late', why: 'its end is presumed' },
  ])('is $outcome: $why ($before)', async ({ before, outcome }) => {
    const table = await recordAll(before);
    expect(await adopt(table, 'a70')).toBe(outcome);
    const starts = (await eventsOf(table)).filter(({ action }) => action === 'presumedStart');
    expect(starts.map((event) => event.outcome)).toEqual([outcome === 'late' ? 'late' : 'recorded']);
  });
});

test('a hook that reports a start before a presumed one that stands for it is recorded, not late', async () => {
  const events = await eventsOf(await recordAll('a60 s57'));
  expect(events.map(({ action, outcome }) => ({ action, outcome }))).toEqual([
    { action: 'presumedStart', outcome: 'recorded' },
    { action: 'liveStreamStarted', outcome: 'recorded' },
  ]);
});

test('a hook that is before a presumed start which stands is late', async () => {
  const events = await eventsOf(await recordAll('a100 e50 s0'));
  expect(events.map(({ action, outcome }) => ({ action, outcome }))).toEqual([
    { action: 'presumedStart', outcome: 'recorded' },
    { action: 'liveStreamEnded', outcome: 'late' },
    { action: 'liveStreamStarted', outcome: 'late' },
  ]);
});

test('its name counts by its clock, whether or not it begins a session', async () => {
  const table = await recordAll('s60');
  await recordTimed(table, 'cam', 's60', { streamName: 'Gate' });
  await adopt(table, 'a62', 'Front gate');
  expect(await describeStream({ table, app: 'LiveApp', id: 'cam', now: RECEIVED_AT })).toMatchObject({
    ...{ name: 'Front gate', status: 'live', lastEvent: { action: 'presumedStart' } },
    startedAt: new Date(clockOf('s60')).toISOString(),
  });
});

test('the reported start is found behind a page of ends', async () => {
  const ends = Array.from({ length: 9 }, (_, count) => `e${41 + count}`).join(' ');
  const table = await recordAll(`s40 ${ends} a50`);
  expect(await summaryOf(table, 'cam')).toBe('ended | 40–41 | 40–41 ended');
  await recordAll('a61', table);
  expect(await summaryOf(table, 'cam')).toBe('live | 61– | 40–41 ended; 61–');
});

describe('the sessions that end in a period have no end by a presumed start that a hook reported later', () => {
  test.each([
    { events: 's0 a300 s303 s500', until: 'e301', sessions: [] },
    { events: 's0 a300 s303 s500', until: 'e304', sessions: ['superseded'] },
    { events: 's0 m100 a300 e303 s308', until: 'e200', sessions: [] },
    { events: 's0 m100 a300 e303 s308', until: 'e305', sessions: ['ended'] },
    { events: 's0 m100 a300 s330', until: 'e200', sessions: ['presumedEnded'] },
    { events: 's0 a300 s361', until: 'e301', sessions: ['superseded'] },
  ])('$events until $until: $sessions', async ({ events, until, sessions }) => {
    const stream = { table: await recordAll(events), app: 'LiveApp', id: 'cam', now: RECEIVED_AT };
    const period = { from: 0, to: clockOf(until) };
    const listed = await listSessionsOfStream(stream, { ...allTimes, limit: 50, period });
    expect(listed?.sessions.map(({ endReason }) => endReason)).toEqual(sessions);
  });
});

test('a hook whose action has the same name is unrecognised, and starts nothing', async () => {
  const table = new InMemoryTable();
  await recordTimed(table, 'cam', 's0', { action: 'presumedStart', cause: 'mediaServer' });
  expect(await summaryOf(table, 'cam')).toBe('unknown | ?– |');
  expect(await eventsOf(table)).toMatchObject([{ action: 'presumedStart', outcome: 'unrecognised' }]);
});
