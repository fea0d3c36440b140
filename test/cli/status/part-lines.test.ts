import { describe, expect, test } from 'vitest';
import { describers } from '../../../cli/status/part-lines.ts';
import type { Part, StatusParts, StatusValues } from '../../../cli/status/status-parts.ts';

const at = '2026-11-02T12:00:00.000Z';
const noon = Date.parse(at);
const HOUR_MS = 3_600_000;

const hooks: StatusValues['hooks'] = {
  lastAt: at,
  live: 3,
  liveSince: null,
  nodes: [],
  more: false,
  unlisted: null,
  apps: ['LiveApp'],
};
const counts: StatusValues['counts'] = { live: 3, stale: 0, missing: 1, presumedEnded: 0, failing: null, endedLastHour: null, at, sweepMs: 60_000, apps: [] }; // biome-ignore format: a row

const absent: Part<never> = { kind: 'absent', reason: 'not asked' };
const partsWith = (value: StatusValues['hooks']): StatusParts => ({
  ...{ alarms: absent, counts: absent, deferred: absent, announcements: absent },
  ...{ notifications: absent, errors: absent, refusals: absent },
  hooks: { kind: 'read', value },
});

describe('the streams', () => {
  const describeCounts = (value: Partial<StatusValues['counts']>, ageMs: number, live = 3) =>
    describers.counts({ ...counts, ...value }, noon + ageMs, partsWith({ ...hooks, live }));

  test('are as the last sweep counted them', () =>
    expect(describeCounts({}, 30_000)).toEqual({
      text: '3 live, 1 missing, 0 presumed ended',
      isBad: true,
      details: [expect.stringMatching(/^as of \d\d:\d\d:\d\d$/)],
    }));

  test('were counted too long ago, and that is what needs a look', () =>
    expect(describeCounts({ missing: 0 }, 5 * HOUR_MS)).toEqual({
      text: expect.stringMatching(/^counted 5 h ago \(.+\): do the sweeps run\?$/),
      isBad: true,
      details: ['then 3 live, 0 missing, 0 presumed ended'],
    }));

  test.each([
    { what: 'live ones before the first sweep', value: {}, live: 2, text: '2 live, not counted yet' },
    { what: 'none before the first sweep', value: {}, live: 0, text: 'none known, or not counted yet' },
    { what: 'live ones without sweeps', value: { sweepMs: 0 }, live: 2, text: '2 live, not counted: the setting sweepMinutes is 0' }, // biome-ignore format: a row
  ])('$what', ({ value, live, text }) =>
    expect(describeCounts({ ...value, at: null }, 0, live)).toEqual({ text, isBad: false }),
  );

  test('counted before the sweeps were switched off need no look', () =>
    expect(describeCounts({ sweepMs: 0 }, HOUR_MS)).toEqual({
      text: expect.stringMatching(/^not counted: the setting sweepMinutes is 0; the last time was 1 h ago \(.+\)$/),
    }));
});

describe('the last hook', () => {
  const unlisted = 'the setting byDay is off';
  test.each<{ value: Partial<StatusValues['hooks']>; text: RegExp }>([
    { value: {}, text: /^2 s ago \(.+\)$/ },
    { value: { more: true }, text: /^2 s ago \(.+\), of the first 500 live streams$/ },
    { value: { unlisted }, text: /^2 s ago \(.+\), of live streams only, as events are not listed: the setting byDay is off$/ }, // biome-ignore format: a row
    { value: { lastAt: null }, text: /^none in the last hour$/ },
    { value: { lastAt: null, unlisted }, text: /^none known, of live streams only, as events are not listed: / },
  ])('$value: $text', ({ value, text }) => {
    const last = { ...hooks, ...value };
    expect(describers.hooks(last, noon + 2_000, partsWith(last)).text).toMatch(text);
  });
});

describe('the last hook by node', () => {
  const node = { address: '2001:0db8:85a3:0000:0000:8a2e:0370:7334', live: 120, lastAt: at, times: 'usable' } as const;
  const detailOf = (lagMs: number) => {
    const last = { ...hooks, nodes: [{ ...node, lagMs, clockLagMs: lagMs }] };
    return describers.hooks(last, noon + 108_000, partsWith(last)).details?.[0];
  };

  test.each([
    { lagMs: 12_400, start: '12.4 s on its way', end: '120 live, last hook 1 min 48 s ago' },
    { lagMs: -240_000, start: 'its clock is 4 min ahead', end: '120 live, last hook 1 min 48 s ago' },
  ])('says of an IPv6 address within 65 columns, which 80 leave it: $start', ({ lagMs, start, end }) => {
    expect(detailOf(lagMs)).toBe(`${node.address}  ${start}, ${end}`);
    expect(`${node.address}  ${start}`.length).toBeLessThanOrEqual(65);
  });
});
