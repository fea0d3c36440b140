import { describe, expect, it } from 'vitest';
import { matchesFilterPattern } from './filter-pattern.ts';

describe('matchesFilterPattern', () => {
  it.each([
    { pattern: '{ $.outcome = "*" }', line: { outcome: 'late' }, matches: true },
    { pattern: '{ $.outcome = "*" }', line: { status: 403 }, matches: false },
    { pattern: '{ $.outcome = "l*e" }', line: { outcome: 'late' }, matches: true },
    { pattern: '{ $.outcome = "l*e" }', line: { outcome: 'later' }, matches: false },
    { pattern: '{ $.status = 403 }', line: { status: 403 }, matches: true },
    { pattern: '{ $.status = 403 }', line: { status: '403' }, matches: false },
    { pattern: '{ $.status = 403 }', line: { status: 40 }, matches: false },
    { pattern: '{ $.status = 403 }', line: { record: { status: 403 } }, matches: false },
    { pattern: '{ $.record.status > 0 }', line: { record: { status: 403 } }, matches: true },
    { pattern: '{ $.record.status > 0 }', line: { record: { status: 0 } }, matches: false },
    { pattern: '{ $.record.status > 0 }', line: { record: { status: '1' } }, matches: false },
    { pattern: '{ $.record.status > 0 }', line: { status: 1 }, matches: false },
    { pattern: '{ $.status = "429" }', line: { status: '429' }, matches: true },
    { pattern: '{ $.status = "429" }', line: { status: 429 }, matches: false },
    { pattern: '{ $.route != "$default" }', line: { route: 'POST /hooks' }, matches: true },
    { pattern: '{ $.route != "$default" }', line: { route: '$default' }, matches: false },
    { pattern: '{ $.route != "$default" }', line: {}, matches: false },
    { pattern: '{ ($.a = "x") && ($.b != "y") }', line: { a: 'x', b: 'z' }, matches: true },
    { pattern: '{ ($.a = "x") && ($.b != "y") }', line: { a: 'x', b: 'y' }, matches: false },
    { pattern: '{ ($.a = "x") && ($.b != "y") }', line: { a: 'y', b: 'z' }, matches: false },
  ])('$pattern matches $line: $matches', ({ pattern, line, matches }) => {
    expect(matchesFilterPattern(JSON.stringify(line), pattern)).toBe(matches);
  });

  it.each(['status', '{ $.status < 400 }', '{ $.status > "a" }', '{ ($.a = 1) || ($.b = 1) }', '{ $.a IS NULL }'])(
    'rejects the unknown pattern %s',
    (pattern) => {
      expect(() => matchesFilterPattern('{"a":1,"status":500}', pattern)).toThrow(/add it there/);
    },
  );
});
