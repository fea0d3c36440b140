import { describe, expect, test } from 'vitest';
import { judgeStatus } from '../../../cli/status/judge-status.ts';
import type { Part, PartName, StatusParts, StatusValues } from '../../../cli/status/status-parts.ts';

const read = <T>(value: T): Part<T> => ({ kind: 'read', value });
const unreadable = (reason = 'AWS refused'): Part<never> => ({ kind: 'unreadable', reason });

const at = '2026-11-02T12:00:00.000Z';
/** Some seconds after the sweep. */
const now = Date.parse(at) + 20_000;
const HOUR_MS = 3_600_000;
const alarm = {
  name: 'DeadLetters',
  since: at,
  description: 'Events failed.',
  runbook: 'docs/operations.md#deadletters',
};
const counts: StatusValues['counts'] = { live: 3, stale: 0, missing: 0, presumedEnded: 2, failing: 0, endedLastHour: 4, at, sweepMs: 60_000, apps: [] }; // biome-ignore format: a row
const failed = { app: 'LiveApp', id: 'cam-1', kind: 'endpointFailed', detail: null, at };
const errors: StatusValues['errors'] = { streams: [], more: false, log: null };
const backlog: StatusValues['notifications'] = {
  queued: 0,
  waiting: 0,
  deadLetters: 0,
  recipients: [],
  unreadable: [],
};
const recipient = { name: 'ops', waiting: 4, deadLetters: 0, failingSince: null };

const deferred: StatusValues['deferred'] = { waiting: 0, deadLetters: 0, waitingSince: null };

const silence: StatusValues['hooks'] = {
  lastAt: null,
  live: 0,
  liveSince: null,
  nodes: [],
  more: false,
  unlisted: null,
  apps: [],
};

const well: StatusParts = {
  alarms: read([]),
  counts: read(counts),
  hooks: read({ ...silence, lastAt: at }),
  deferred: read(deferred),
  announcements: read({ oldestMs: 0, lastAt: null }),
  notifications: read(backlog),
  errors: read(errors),
  refusals: read({ count: 0, coverage: null, sums: [] }),
};

describe('needs no look', () => {
  const absent: Part<never> = { kind: 'absent', reason: 'This machine has no alarms.' };
  test.each<{ what: string; parts: Partial<StatusParts> }>([
    { what: 'a receiver where all is read, and nothing is wrong', parts: {} },
    { what: 'one that has not every part', parts: { alarms: absent, notifications: absent } },
    { what: 'one whose queues have work', parts: { deferred: read({ ...deferred, waiting: 9, waitingSince: at }), announcements: read({ oldestMs: 60_000, lastAt: null }) } }, // biome-ignore format: a row
    { what: 'notifications that wait', parts: { notifications: read({ ...backlog, queued: 3, waiting: 4, recipients: [recipient] }) } }, // biome-ignore format: a row
    { what: 'silence, and refusals', parts: { hooks: read(silence), refusals: read({ count: 7, coverage: null, sums: [] }) } }, // biome-ignore format: a row
    {
      what: 'counts of an earlier release',
      parts: { counts: read({ ...counts, failing: null, endedLastHour: null }) },
    },
  ])('$what', ({ parts }) =>
    expect(judgeStatus({ ...well, ...parts }, now)).toEqual({ exitCode: 0, concerns: [], unreadable: [] }),
  );
});

describe('needs a look', () => {
  test.each<{ parts: Partial<StatusParts>; concern: string }>([
    { parts: { alarms: read([alarm]) }, concern: '1 alarm rings' },
    { parts: { alarms: read([alarm, alarm]) }, concern: '2 alarms ring' },
    { parts: { counts: read({ ...counts, missing: 1 }) }, concern: '1 expected stream is missing' },
    { parts: { counts: read({ ...counts, stale: 2 }) }, concern: '2 streams are stale' },
    { parts: { errors: read({ ...errors, streams: [failed] }) }, concern: '1 stream had an error' },
    { parts: { errors: read({ ...errors, streams: [failed, failed], more: true }) }, concern: 'at least 2 streams had errors' }, // biome-ignore format: a row
    { parts: { deferred: read({ ...deferred, deadLetters: 1 }) }, concern: '1 event is a dead letter' },
    { parts: { notifications: read({ ...backlog, unreadable: ['ops'] }) }, concern: '1 recipient cannot be read' },
    { parts: { notifications: read({ ...backlog, deadLetters: 3 }) }, concern: '3 notifications are dead letters' },
    { parts: { notifications: read({ ...backlog, recipients: [{ ...recipient, failingSince: at }] }) }, concern: '1 recipient takes no notifications' }, // biome-ignore format: a row
  ])('$concern', ({ parts, concern }) =>
    expect(judgeStatus({ ...well, ...parts }, now)).toEqual({ exitCode: 1, concerns: [concern], unreadable: [] }),
  );

  test('the errors that are read now outweigh those of the last sweep, which count when there are no others', () => {
    const old = { ...well, counts: read({ ...counts, failing: 5 }) };
    expect(judgeStatus(old, now).exitCode).toBe(0);
    expect(judgeStatus({ ...old, errors: unreadable() }, now).concerns).toEqual(['5 streams had errors']);
  });
});

test('a deferred event needs a look once it has waited for more than 5 minutes', () => {
  const parts = { ...well, counts: read({ ...counts, sweepMs: HOUR_MS }), deferred: read({ ...deferred, waiting: 1, waitingSince: at }) }; // biome-ignore format: a row
  expect(judgeStatus(parts, Date.parse(at) + 300_000).concerns).toEqual([]);
  expect(judgeStatus(parts, Date.parse(at) + 301_000).concerns).toEqual(['a deferred event has waited 5 min 1 s']);
});

describe('counts of sweeps that have stopped', () => {
  const bad = { ...counts, missing: 1, stale: 2, failing: 3 };
  const judge = (value: StatusValues['counts'], ageMs: number) =>
    judgeStatus({ ...well, counts: read(value), errors: unreadable() }, Date.parse(at) + ageMs).concerns;

  test.each([
    { what: 'every minute', sweepMs: 60_000, oldMs: 300_000, concern: 'the streams were counted 5 min ago' },
    { what: 'every 10 minutes', sweepMs: 600_000, oldMs: 1_800_000, concern: 'the streams were counted 30 min ago' },
    { what: 'every hour', sweepMs: HOUR_MS, oldMs: 3 * HOUR_MS, concern: 'the streams were counted 3 h ago' },
    {
      what: 'as often as is not known',
      sweepMs: null,
      oldMs: 2 * HOUR_MS,
      concern: 'the streams were counted 2 h ago',
    },
  ])('are a concern, and the only one that they are, where sweeps run $what', ({ sweepMs, oldMs, concern }) => {
    expect(judge({ ...bad, sweepMs }, oldMs)).toHaveLength(3);
    expect(judge({ ...bad, sweepMs }, oldMs + 1)).toEqual([concern]);
  });

  const uncounted = { ...counts, at: null, live: 0 };
  const liveFor = (ms: number) => ({
    ...well,
    hooks: read({ ...silence, live: 1, liveSince: new Date(now - ms).toISOString() }),
  });
  test.each([
    { what: 'every minute', sweepMs: 60_000, oldMs: 300_000, ago: '5 min' },
    { what: 'as often as is not known', sweepMs: null, oldMs: 2 * HOUR_MS, ago: '2 h' },
  ])('or have never run, though a stream is live, where they should run $what', ({ sweepMs, oldMs, ago }) => {
    const never = read({ ...uncounted, sweepMs });
    expect(judgeStatus({ ...liveFor(oldMs), counts: never }, now)).toMatchObject({ exitCode: 0, concerns: [] });
    expect(judgeStatus({ ...liveFor(oldMs + 1), counts: never }, now)).toMatchObject({
      exitCode: 1,
      concerns: [`no sweep has counted the streams, and one started ${ago} ago`],
    });
  });

  test('that never run are no concern where no stream is live, or the setting has none', () => {
    expect(judgeStatus({ ...well, counts: read(uncounted) }, now)).toMatchObject({ exitCode: 0, concerns: [] });
    const unswept = { ...liveFor(5 * HOUR_MS), counts: read({ ...uncounted, sweepMs: 0 }) };
    expect(judgeStatus(unswept, now)).toMatchObject({ exitCode: 0, concerns: [] });
  });

  test('are none where the setting has no sweeps', () =>
    expect(judge({ ...bad, sweepMs: 0 }, 5 * HOUR_MS)).toEqual([]));
});

describe('could not look', () => {
  test.each(Object.keys(well) as PartName[])('a part that should be there and is not read: %s', (name) =>
    expect(judgeStatus({ ...well, [name]: unreadable() }, now)).toEqual({
      exitCode: 2,
      concerns: [],
      unreadable: [{ parts: [name], reason: 'AWS refused' }],
    }),
  );

  test('one reason has all parts that it kept from being read', () => {
    const parts = { ...well, errors: unreadable('no token'), counts: unreadable('no token'), alarms: unreadable() };
    expect(judgeStatus(parts, now).unreadable).toEqual([
      { parts: ['alarms'], reason: 'AWS refused' },
      { parts: ['counts', 'errors'], reason: 'no token' },
    ]);
  });

  test('does not hide what was read and needs a look', () =>
    expect(judgeStatus({ ...well, alarms: read([alarm]), counts: unreadable() }, now)).toMatchObject({
      exitCode: 1,
      unreadable: [{ parts: ['counts'] }],
    }));
});
