import { describe, expect, test } from 'vitest';
import { readPeriodPage, readRowPeriodPage } from '../../../lambda/reading/by-time/period.ts';
import { encodeCursor, QueryParameters } from '../../../lambda/reading/parameters.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
const DAY_MS = 86_400_000;
const parametersOf = (query: string) => new QueryParameters(query, ['from', 'to', 'cursor']);
const pageOf = (query: string) => readPeriodPage(parametersOf(query), NOW);
const rowPageOf = (query: string) => readRowPeriodPage(parametersOf(query));
const [yesterday, today] = [Date.UTC(2026, 10, 24), Date.UTC(2026, 10, 25)];
const row = `00${Date.UTC(2026, 10, 24, 8)}#0#a-_9`;

describe('the period of a list over all streams', () => {
  test.each([
    ['', NOW - DAY_MS, NOW],
    ['from=2026-11-20', Date.UTC(2026, 10, 20), NOW],
    ['to=2026-11-20', Date.UTC(2026, 10, 19), Date.UTC(2026, 10, 20)],
    ['from=2026-11-24&to=2026-11-25', yesterday, today],
  ])('of %s', (query, from, to) => expect(pageOf(query)).toMatchObject({ period: { from, to }, before: undefined }));

  test.each([
    ['from=2026-11-25&to=2026-11-25', /^from: received 2026-11-25T00:00:00.000Z, expected a time before to/],
    ['from=2026-11-26', /^from: received 2026-11-26.*expected a time before to, which is 2026-11-25T12/],
    ['from=tomorrow', /^from: received "tomorrow", expected a date such as 2026-11-25, or a time/],
    ['to=2026-02-30', /^to: received "2026-02-30"/],
  ])('is not that of %s', (query, message) => expect(() => pageOf(query)).toThrow(message));

  const cursor = encodeCursor(`${yesterday}#${today}#2026-11-24#A#B#${row}`);

  test('is that of the cursor, which the request may repeat', () => {
    const page = { period: { from: yesterday, to: today }, before: `2026-11-24#A#B#${row}` };
    for (const repeated of ['', '&from=2026-11-24', '&to=2026-11-25', '&from=2026-11-24&to=2026-11-25'])
      expect(pageOf(`cursor=${cursor}${repeated}`)).toMatchObject(page);
  });

  test.each([
    `${yesterday}#${today}#2026-11-24###`,
    `${yesterday}#${today}#2026-11-24###00${yesterday}#0#a`,
    `${yesterday}#${today}#2026-11-24###00${today - 1}#0#a`,
    `0#${NOW + 2 * DAY_MS}#2024-01-01###00${Date.UTC(2024, 0, 1)}#0#a`,
  ])('has the place of the cursor %s', (position) =>
    expect(pageOf(`cursor=${encodeCursor(position)}`).before).toBe(position.split('#').slice(2).join('#')),
  );

  test.each(['from=2026-11-23', 'to=2026-11-26'])('of a cursor cannot be another one: %s', (query) =>
    expect(() => pageOf(`cursor=${cursor}&${query}`)).toThrow('expected that of the cursor, 2026-11-2'),
  );

  test.each([
    row,
    `2026-11-24###${row}`,
    `${today}#${yesterday}#2026-11-24###${row}`,
    `${yesterday}#${yesterday}#2026-11-24###${row}`,
    `${yesterday}##2026-11-24###${row}`,
    `${yesterday}#${today}#live###${row}`,
    `${yesterday}#${today}#2026-11-24#B#A#${row}`,
    `9${yesterday}00#${today}#2026-11-24###${row}`,
    `${yesterday}#${today}#2026-11-23###`,
    `${yesterday}#${today}#2026-11-25###`,
    `${yesterday}#${today}#2026-11-24###00${yesterday - 1}#0#a`,
    `${yesterday}#${today}#2026-11-24###00${today}#0#a`,
    `${yesterday}#${today}#2026-11-24###001700000000000#0#abc`,
    `${yesterday - DAY_MS}#${today}#2026-11-24###00${yesterday - 1}#0#a`,
    `${Date.UTC(2026, 1, 1)}#${today}#2026-02-30###00${Date.UTC(2026, 2, 2)}#0#a`,
    `0#${today}#2023-12-31###`,
  ])('is not in the cursor %s', (position) =>
    expect(() => pageOf(`cursor=${encodeCursor(position)}`)).toThrow('expected the cursor of an earlier page'),
  );
});

describe('the period of a list of one stream', () => {
  const everything = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

  test.each([
    ['', everything, ''],
    ['from=2026-11-24', { ...everything, from: yesterday }, `${yesterday}##`],
    ['to=2026-11-24', { ...everything, to: yesterday }, `#${yesterday}#`],
    ['from=2026-11-24&to=2026-11-25', { from: yesterday, to: today }, `${yesterday}#${today}#`],
  ])('of %s is also that of its cursors', (query, period, prefix) => {
    expect(rowPageOf(query)).toEqual({ period, before: undefined, prefix });
    const next = `cursor=${encodeCursor(prefix + row)}`;
    expect(rowPageOf(next)).toEqual({ period, before: row, prefix });
    expect(rowPageOf(`${next}&${query}`)).toEqual({ period, before: row, prefix });
  });

  test('of a cursor without one cannot be chosen later', () =>
    expect(() => rowPageOf(`cursor=${encodeCursor(row)}&to=2026-11-24`)).toThrow(
      'to: received 2026-11-24T00:00:00.000Z, expected that of the cursor, which has none, or none',
    ));

  test.each([`#${row}`, `${yesterday}#${row}`, `a#b#${row}`, `${yesterday}#${today}`])(
    'is not in the cursor %s',
    (position) =>
      expect(() => rowPageOf(`cursor=${encodeCursor(position)}`)).toThrow('expected the cursor of an earlier page'),
  );
});
