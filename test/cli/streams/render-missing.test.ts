import pc from 'picocolors';
import { expect, test } from 'vitest';
import { renderMissing } from '../../../cli/streams/render-missing.ts';
import type { ExpectedJson } from '../../../lambda/reading/expected.ts';
import { measureWidth } from '../../../terminal/truncate.ts';

const now = Date.parse('2026-11-02T12:00:00.000Z');
const since = new Date(now - 60_000).toISOString();
const style = { width: 100, colours: pc.createColors(false) };
const buildMissing = (id: string, name: string | null = null): ExpectedJson => ({
  ...{ app: 'LiveApp', id, name, grace: 30, state: 'missing', since },
});

test('nothing is printed when none is missing', () => {
  expect(renderMissing([], now, style)).toEqual([]);
});

test('one is named, in plain words, with an empty line below', () => {
  const [title, head, row, ...rest] = renderMissing([buildMissing('cam-1', 'Front door')], now, style);
  expect([title, head]).toEqual(['1 expected stream is missing', expect.stringMatching(/^MISSING +STREAM +NAME$/)]);
  expect(row).toMatch(/^missing since \d\d:59:00 {2}LiveApp\/cam-1 {2}Front door$/);
  expect(rest).toEqual(['']);
});

test('of many the first 10 are listed, and all are counted', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => buildMissing(`cam-${n}`));
  const lines = renderMissing(many, now, style);
  expect(lines[0]).toBe('1000 expected streams are missing');
  expect(lines.filter((line) => line.startsWith('missing since'))).toHaveLength(10);
  expect(lines.slice(-2)).toEqual(['and 990 more: npm run expect -- list', '']);
});

test('what a publisher wrote fits the terminal, without control characters', () => {
  const lines = renderMissing([buildMissing('x'.repeat(400), '\x1b[2J')], now, { ...style, width: 60 });
  for (const line of lines) {
    expect(measureWidth(line)).toBeLessThanOrEqual(60);
    expect(line).not.toMatch(/\p{Cc}/u);
  }
});
