import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTimeOption, type TimeOption, toValidity } from '../../../cli/keys/parse-validity.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const time = fc.integer({ min: NOW - 1e12, max: NOW + 1e12 });
const length = fc.integer({ min: 1, max: 1e12 });
const option = fc.oneof(fc.record({ at: time }), fc.record({ after: length }));

const timeOf = (given: TimeOption, base: number) => ('at' in given ? given.at : base + given.after);

test('a validity begins when it is said to, ends after it has begun, and after now; else it is refused', () => {
  const options = fc.option(option, { nil: undefined });
  fc.assert(
    fc.property(options, options, (from, expires) => {
      const start = from && timeOf(from, NOW);
      const end = expires && timeOf(expires, start ?? NOW);
      const isSensible = end === undefined || end > Math.max(start ?? NOW, NOW);
      const compute = () => toValidity(from, expires, NOW);
      if (isSensible) expect(compute()).toEqual({ from: start ?? null, expires: end ?? null });
      else expect(compute).toThrow(/expected (the end after the beginning|a time to come)/);
    }),
  );
});

test('every time in ISO 8601 is parsed to itself', () => {
  fc.assert(
    fc.property(time, (at) => {
      expect(parseTimeOption(new Date(at).toISOString())).toEqual({ at });
    }),
  );
});

describe('a time, or a length of time', () => {
  test.each([
    { text: '8h', expected: { after: 28_800_000 } },
    { text: '90d', expected: { after: 7_776_000_000 } },
    { text: '2026-12-24T18:00Z', expected: { at: Date.UTC(2026, 11, 24, 18) } },
    { text: '2026-12-24T18:00:00+01:00', expected: { at: Date.UTC(2026, 11, 24, 17) } },
    { text: '2028-02-29T00:00:00.5Z', expected: { at: Date.UTC(2028, 1, 29, 0, 0, 0, 500) } },
  ])('$text', ({ text, expected }) => expect(parseTimeOption(text)).toEqual(expected));

  test.each([
    '',
    '0h',
    '8',
    '-8h',
    '8 h',
    '2026-12-24',
    '2026-12-24T18:00:00',
    '2026-02-30T18:00:00Z',
    '2026-13-01T18:00:00Z',
    '2026-12-24T25:00:00Z',
    '24.12.2026',
    'tomorrow',
    '1e3h',
  ])('is not %j', (text) => expect(() => parseTimeOption(text)).toThrow('Expected a length of time, such as 8h'));
});
