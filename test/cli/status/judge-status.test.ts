import { describe, expect, test } from 'vitest';
import { judgeStatus } from '../../../cli/status/judge-status.ts';
import type { Part, PartName, StatusParts, StatusValues } from '../../../cli/status/status-parts.ts';

const read = <T>(value: T): Part<T> => ({ kind: 'read', value });
const unreadable = (reason = 'AWS refused'): Part<never> => ({ kind: 'unreadable', reason });

const at = '2026-11-02T12:00:00.000Z';
const alarm = {
  name: 'DeadLetters',
  since: at,
  description: 'Events failed.',
  runbook: 'docs/operations.md#deadletters',
};
const counts: StatusValues['counts'] = { live: 3, stale: 0, missing: 0, presumedEnded: 2, failing: 0, endedLastHour: 4, at, apps: [] }; // biome-ignore format: a row
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

const well: StatusParts = {
  alarms: read([]),
  counts: read(counts),
  hooks: read({ lastAt: at, nodes: [], more: false }),
  deferred: read({ waiting: 0, deadLetters: 0 }),
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
    { what: 'one whose queues have work', parts: { deferred: read({ waiting: 9, deadLetters: 0 }), announcements: read({ oldestMs: 60_000, lastAt: null }) } }, // biome-ignore format: a row
    { what: 'notifications that wait', parts: { notifications: read({ ...backlog, queued: 3, waiting: 4, recipients: [recipient] }) } }, // biome-ignore format: a row
    { what: 'silence, and refusals', parts: { hooks: read({ lastAt: null, nodes: [], more: false }), refusals: read({ count: 7, coverage: null, sums: [] }) } }, // biome-ignore format: a row
    {
      what: 'counts of an earlier release',
      parts: { counts: read({ ...counts, failing: null, endedLastHour: null }) },
    },
  ])('$what', ({ parts }) =>
    expect(judgeStatus({ ...well, ...parts })).toEqual({ exitCode: 0, concerns: [], unreadable: [] }),
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
    { parts: { deferred: read({ waiting: 0, deadLetters: 1 }) }, concern: '1 event is a dead letter' },
    { parts: { notifications: read({ ...backlog, unreadable: ['ops'] }) }, concern: '1 recipient cannot be read' },
    { parts: { notifications: read({ ...backlog, deadLetters: 3 }) }, concern: '3 notifications are dead letters' },
    { parts: { notifications: read({ ...backlog, recipients: [{ ...recipient, failingSince: at }] }) }, concern: '1 recipient takes no notifications' }, // biome-ignore format: a row
  ])('$concern', ({ parts, concern }) =>
    expect(judgeStatus({ ...well, ...parts })).toEqual({ exitCode: 1, concerns: [concern], unreadable: [] }),
  );

  test('the errors that are read now outweigh those of the last sweep, which count when there are no others', () => {
    const old = { ...well, counts: read({ ...counts, failing: 5 }) };
    expect(judgeStatus(old).exitCode).toBe(0);
    expect(judgeStatus({ ...old, errors: unreadable() }).concerns).toEqual(['5 streams had errors']);
  });
});

describe('could not look', () => {
  test.each(Object.keys(well) as PartName[])('a part that should be there and is not read: %s', (name) =>
    expect(judgeStatus({ ...well, [name]: unreadable() })).toEqual({
      exitCode: 2,
      concerns: [],
      unreadable: [{ parts: [name], reason: 'AWS refused' }],
    }),
  );

  test('one reason has all parts that it kept from being read', () => {
    const parts = { ...well, errors: unreadable('no token'), counts: unreadable('no token'), alarms: unreadable() };
    expect(judgeStatus(parts).unreadable).toEqual([
      { parts: ['alarms'], reason: 'AWS refused' },
      { parts: ['counts', 'errors'], reason: 'no token' },
    ]);
  });

  test('does not hide what was read and needs a look', () =>
    expect(judgeStatus({ ...well, alarms: read([alarm]), counts: unreadable() })).toMatchObject({
      exitCode: 1,
      unreadable: [{ parts: ['counts'] }],
    }));
});
