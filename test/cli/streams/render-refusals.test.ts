import pc from 'picocolors';
import { expect, test } from 'vitest';
import { renderRefusals } from '../../../cli/streams/render-refusals.ts';
import type { RefusalJson } from '../../../lambda/reading/refusal-list.ts';
import { measureWidth } from '../../../terminal/truncate.ts';

const now = Date.parse('2026-11-26T12:34:56.000Z');
const style = { width: 100, colours: pc.createColors(false) };
const refusal = (minutesAgo: number, changes: Partial<RefusalJson> = {}): RefusalJson => ({
  ...{ app: 'LiveApp', id: 'cam-1', use: 'publish', reason: 'noKey', count: 2 },
  at: new Date(now - minutesAgo * 60_000).toISOString(),
  ...changes,
});
const page = (refusals: readonly RefusalJson[], cursor: string | null = null) => ({ refusals, cursor });

test('nothing is printed when nobody was refused in the last hour', () => {
  expect(renderRefusals(page([]), now, style)).toEqual([]);
  expect(renderRefusals(page([refusal(60)]), now, style)).toEqual([]);
});

test('each stream, use and reason is a line, with an empty line above', () => {
  const all = [refusal(1), refusal(2), refusal(3, { id: null, use: 'play', reason: 'unreadable', count: 1 })];
  const [empty, title, head, first, second, ...rest] = renderRefusals(page(all), now, style);
  expect([empty, title]).toEqual(['', 'Refused in the last hour']);
  expect(head).toMatch(/^REFUSED +STREAM +TIMES +LAST +WHY$/);
  expect(first).toMatch(/^publisher +LiveApp\/cam-1 +4 +\d\d:33 +it had no key$/);
  expect(second).toMatch(/^player +LiveApp +1 +\d\d:31 +the question of the media server could not be read$/);
  expect(rest).toEqual([]);
});

test('of many the latest five are listed', () => {
  const many = Array.from({ length: 40 }, (_, n) => refusal(n + 1, { id: `cam-${n}` }));
  const lines = renderRefusals(page(many), now, style);
  expect(lines.filter((line) => line.startsWith('publisher')).map((line) => line.split(/ +/)[1])).toEqual(
    [0, 1, 2, 3, 4].map((n) => `LiveApp/cam-${n}`),
  );
  expect(lines.at(-1)).toBe('and 35 more: the board shows them, and what to do');
});

test('of more than a page it is said that only the latest rows are counted', () => {
  const full = Array.from({ length: 100 }, () => refusal(1));
  const [, title, , line] = renderRefusals(page(full, 'next'), now, style);
  expect(title).toBe('Refused in the last hour, of the latest 100 rows');
  expect(line).toMatch(/^publisher +LiveApp\/cam-1 +200 /);
});

test('a last one that is known by the hour may have been later', () => {
  const at = new Date('2026-11-26T12:00:00.000Z').toISOString();
  const line = renderRefusals(page([{ ...refusal(0, { id: null }), at }]), now, style).at(-1);
  expect(line).toMatch(/^publisher +LiveApp +2 +\d\d:00 or later +it had no key$/);
});

test('what a publisher wrote fits the terminal, without control characters', () => {
  const odd = [
    refusal(1, { id: 'x'.repeat(400) }),
    refusal(1, { id: '\x1b[2J\u202e' }),
    refusal(1, { app: '漢'.repeat(99) }),
  ];
  for (const line of renderRefusals(page(odd), now, { ...style, width: 60 })) {
    expect(measureWidth(line)).toBeLessThanOrEqual(60);
    expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
  }
});
