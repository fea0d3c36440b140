import { expect, test } from 'vitest';
import { expectationText, formatGrace } from '../../words/expectation-text.ts';
import { formatTime } from '../../words/time.ts';

const now = Date.parse('2026-11-02T12:30:00.000Z');
const since = '2026-11-02T12:01:00.000Z';
const added = '2026-11-02T12:00:30.000Z';
const time = formatTime(since, now);

test.each([
  { state: 'missing', addedAt: undefined, text: `missing since ${time}` },
  { state: 'missing', addedAt: added, text: `missing since ${time}` },
  { state: 'missing', addedAt: since, text: `missing since ${time}, never live` },
  { state: 'waiting', addedAt: undefined, text: `waiting since ${time}` },
  { state: 'waiting', addedAt: added, text: `waiting, live until ${time}` },
  { state: 'waiting', addedAt: since, text: `waiting since ${time}, never live` },
  { state: 'live', addedAt: undefined, text: `live since ${time}` },
  { state: 'live', addedAt: since, text: `live since ${time}` },
] as const)('one that is $state, added at $addedAt: $text', ({ state, addedAt, text }) => {
  expect(expectationText({ state, since, ...(addedAt && { addedAt }) }, now)).toBe(text);
});

test.each([
  { seconds: 1, text: '1 s' },
  { seconds: 90, text: '90 s' },
  { seconds: 300, text: '5 min' },
  { seconds: 5_400, text: '90 min' },
  { seconds: 7_200, text: '2 h' },
  { seconds: 172_800, text: '2 d' },
])('a grace of $seconds s is $text', ({ seconds, text }) => expect(formatGrace(seconds)).toBe(text));
