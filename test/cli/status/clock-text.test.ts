import { expect, test } from 'vitest';
import { clockText } from '../../../cli/status/clock-text.ts';

const lastAt = '2026-11-02T12:00:00.000Z';

test.each([
  { leastLagMs: 0, text: null },
  { leastLagMs: 29_999, text: null },
  { leastLagMs: -1_999, text: null },
  { leastLagMs: -2_000, text: 'its clock is 2 s ahead' },
  { leastLagMs: -239_994, text: 'its clock is 4 min ahead' },
  { leastLagMs: -245_000, text: 'its clock is 4 min 5 s ahead' },
  { leastLagMs: -7_200_000, text: 'its clock is 2 h ahead' },
  { leastLagMs: 30_000, text: 'its clock is 30 s behind, or its hooks arrive as late' },
  { leastLagMs: 3_720_400, text: 'its clock is 1 h 2 min behind, or its hooks arrive as late' },
  { leastLagMs: null, text: 'its hooks have no time that can be used: its clock may be more than 2 min ahead' },
])('a least lag of $leastLagMs ms: $text', ({ leastLagMs, text }) => expect(clockText({ lastAt, leastLagMs })).toBe(text)); // biome-ignore format: a table

test('nothing is said of a clock that was not heard of', () =>
  expect(clockText({ lastAt: null, leastLagMs: null })).toBeNull());
