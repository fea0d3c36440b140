import { describe, expect, it } from 'vitest';
import { matchesFilterPattern } from './filter-pattern.ts';

describe('isOfPattern', () => {
  it.each([
    { pattern: '{ $.outcome = "*" }', line: { outcome: 'late' }, is: true },
    { pattern: '{ $.outcome = "*" }', line: { status: 403 }, is: false },
    { pattern: '{ $.outcome = "l*e" }', line: { outcome: 'late' }, is: true },
    { pattern: '{ $.outcome = "l*e" }', line: { outcome: 'later' }, is: false },
    { pattern: '{ $.status = 403 }', line: { status: 403 }, is: true },
    { pattern: '{ $.status = 403 }', line: { status: '403' }, is: false },
    { pattern: '{ $.status = 403 }', line: { status: 40 }, is: false },
    { pattern: '{ $.status = 403 }', line: { record: { status: 403 } }, is: false },
    { pattern: '{ $.status = "429" }', line: { status: '429' }, is: true },
    { pattern: '{ $.status = "429" }', line: { status: 429 }, is: false },
    { pattern: '{ $.route != "$default" }', line: { route: 'POST /hooks' }, is: true },
    { pattern: '{ $.route != "$default" }', line: { route: '$default' }, is: false },
    { pattern: '{ $.route != "$default" }', line: {}, is: false },
    { pattern: '{ ($.a = "x") && ($.b != "y") }', line: { a: 'x', b: 'z' }, is: true },
    { pattern: '{ ($.a = "x") && ($.b != "y") }', line: { a: 'x', b: 'y' }, is: false },
    { pattern: '{ ($.a = "x") && ($.b != "y") }', line: { a: 'y', b: 'z' }, is: false },
  ])('$pattern of $line: $is', ({ pattern, line, is }) => {
    expect(matchesFilterPattern(JSON.stringify(line), pattern)).toBe(is);
  });

  it.each(['status', '{ $.status > 400 }', '{ ($.a = 1) || ($.b = 1) }', '{ $.a IS NULL }'])(
    'does not guess at %s',
    (pattern) => {
      expect(() => matchesFilterPattern('{"a":1,"status":500}', pattern)).toThrow(/teach it/);
    },
  );
});
