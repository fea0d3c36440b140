import { expect, test } from 'vitest';
import { clockText } from '../../../cli/status/clock-text.ts';

test.each([
  { clockLagMs: 0, text: null },
  { clockLagMs: 29_999, text: null },
  { clockLagMs: -1_999, text: null },
  { clockLagMs: -2_000, text: 'its clock is 2 s ahead' },
  { clockLagMs: -239_994, text: 'its clock is 4 min ahead' },
  { clockLagMs: -245_000, text: 'its clock is 4 min 5 s ahead' },
  { clockLagMs: -7_200_000, text: 'its clock is 2 h ahead' },
  { clockLagMs: 30_000, text: 'its clock is 30 s behind, or its hooks arrive as late' },
  { clockLagMs: 3_720_400, text: 'its clock is 1 h 2 min behind, or its hooks arrive as late' },
])('a lag of $clockLagMs ms: $text', ({ clockLagMs, text }) => expect(clockText({ clockLagMs, times: 'usable' })).toBe(text)); // biome-ignore format: a table

test.each([
  { times: 'absent', text: 'its hooks carry no time, as of releases before 2.9' },
  { times: 'unusable', text: 'its clock may be more than 2 min ahead: its hooks have no time that can be used' },
  { times: 'unknown', text: null },
] as const)('times that are $times: $text', ({ times, text }) =>
  expect(clockText({ clockLagMs: null, times })).toBe(text),
);
