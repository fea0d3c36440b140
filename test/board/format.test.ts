import { expect, test } from 'vitest';
import { capitalise, compactNumber, noBreak, noBreakTime } from '../../board/format.ts';

test('a value does not break between its number and its unit', () => {
  expect(noBreak('1 min 0 s')).toBe('1\u00a0min\u00a00\u00a0s');
});

test.each([
  ['12:00:00', '12:00:00'],
  ['20 Nov 12:00:00', '20\u00a0Nov 12:00:00'],
  ['20 Nov 2025', '20\u00a0Nov 2025'],
  ['31 Dec 2025 23:59:59 UTC', '31\u00a0Dec 2025 23:59:59\u00a0UTC'],
])('the time %s breaks only beside its clock or its year', (time, shown) => expect(noBreakTime(time)).toBe(shown));

test.each([
  [9_999, 9_999],
  [10_000, '10K'],
  [123_456, '123K'],
  [1_250_000, '1.3M'],
])('%i is %s in a narrow place', (value, text) => expect(compactNumber(value)).toBe(text));

test('only the first letter is capitalised', () => expect(capitalise('presumed ended')).toBe('Presumed ended'));
