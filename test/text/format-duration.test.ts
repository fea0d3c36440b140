import { expect, test } from 'vitest';
import { formatDuration } from '../../lambda/text/format-duration.ts';

test.each([
  { ms: -5, text: '0 s' },
  { ms: 0, text: '0 s' },
  { ms: 59_999, text: '59 s' },
  { ms: 60_000, text: '1 min 0 s' },
  { ms: 94_211, text: '1 min 34 s' },
  { ms: 3_600_000, text: '1 h 0 min' },
  { ms: 90_000_000, text: '1 d 1 h' },
])('$ms ms is $text', ({ ms, text }) => expect(formatDuration(ms)).toBe(text));
