import { expect, test } from 'vitest';
import { formatClockTime, formatUtcTime } from '../../board/board-time.ts';
import {
  compactNumber,
  currentHealth,
  formatBitrate,
  formatDuration,
  formatResolution,
  nodeOf,
  pluralize,
  sinceOf,
} from '../../board/board-words.ts';
import { NBSP, titleOf, toPrintable } from '../../board/visible-text.ts';
import { buildHealth, buildStream } from '../words/stream.builder.ts';

const unbroken = (words: string) => words.replaceAll(' ', NBSP);

test.each([
  [-5, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min 0 s'],
  [3_600_000, '1 h 0 min'],
  [90_000_000, '1 d 1 h'],
])('%i ms are %s, at whose blanks no line breaks', (ms, words) => expect(formatDuration(ms)).toBe(unbroken(words)));

test.each([
  [0, '0 kbit/s'],
  [544_400, '544 kbit/s'],
  [2_500_000, '2.50 Mbit/s'],
])('%i bits a second are %s', (value, words) => expect(formatBitrate(value)).toBe(unbroken(words)));

test.each([
  [9_999, 9_999],
  [10_000, '10K'],
  [123_456, '123K'],
  [1_250_000, '1.3M'],
])('%i is %s where room is scarce', (many, words) => expect(compactNumber(many)).toBe(words));

test('one is one, and more are more', () => {
  expect([pluralize(0, 'frame'), pluralize(1, 'frame'), pluralize(2, 'frame')]).toEqual(
    ['0 frames', '1 frame', '2 frames'].map(unbroken),
  );
});

test('a resolution needs both sides', () => {
  expect(formatResolution(buildStream({ health: buildHealth() }))).toBe('1280×720');
  expect(formatResolution(buildStream({ health: buildHealth({ width: null }) }))).toBeNull();
});

test.each([
  { stream: buildStream(), since: '2026-11-02T12:00:00.000Z' },
  { stream: buildStream({ startedAt: null, inferred: true, health: buildHealth({ at: 'beat' }) }), since: null },
  { stream: buildStream({ status: 'ended', endedAt: 'end' }), since: 'end' },
  { stream: buildStream({ status: 'unknown', lastEvent: { action: 'x', at: 'event' } }), since: 'event' },
])('a stream that is $stream.status is so since $since', ({ stream, since }) => expect(sinceOf(stream)).toBe(since));

test('a time of today is a clock, and one of another day has its day', () => {
  const now = Date.parse('2026-11-25T12:00:00.000Z');
  expect(formatClockTime('2026-11-25T12:00:00.000Z', now)).toMatch(/^\d\d:\d\d:\d\d$/);
  expect(formatClockTime('2026-11-20T12:00:00.000Z', now)).toMatch(/^20\u00a0Nov \d\d:\d\d:\d\d$/);
  expect(formatClockTime('2025-11-20T12:00:00.000Z', now)).toBe('20\u00a0Nov 2025');
  expect(formatUtcTime('2026-11-25T03:04:05.006Z', now)).toBe('03:04:05\u00a0UTC');
  expect(formatUtcTime('2026-11-24T03:04:05.006Z', now)).toBe('24\u00a0Nov 03:04:05\u00a0UTC');
  expect(formatUtcTime('2025-12-31T23:59:59.999Z', now)).toBe('31\u00a0Dec 2025 23:59:59\u00a0UTC');
});

test('a heartbeat of before the start says nothing of a stream that is live anew', () => {
  const [before, since] = [buildHealth({ at: '2026-11-02T11:59:59.999Z' }), buildHealth()];
  expect(currentHealth(buildStream({ health: before }))).toBeNull();
  expect(currentHealth(buildStream({ health: since }))).toBe(since);
  expect(currentHealth(buildStream({ health: before, startedAt: null }))).toBe(before);
});

test.each([
  ['Gate', 'Gate'],
  [null, 'cam-1'],
  [' ', 'cam-1'],
  ['\u3164\u200d\u2800', 'cam-1'],
])('a stream of the name %j is called %j: its id where nothing can be seen', (name, title) =>
  expect(titleOf({ name, id: 'cam-1' })).toBe(title),
);

test.each([' ', '\u3164', '\u200b'])('an id of which nothing can be seen, %j, stands in quotes', (id) =>
  expect(titleOf({ name: null, id })).toBe(`"${id}"`),
);

test.each([
  ['gate\u202Eevil', 'gate\\u202eevil'],
  ['a\u0000\u001b[31m\u007f', 'a\\u0000\\u001b[31m\\u007f'],
  ['a\n\tb 👩‍👧 東京 عربي', 'a\n\tb 👩‍👧 東京 عربي'],
])('%j is shown as %j: what acts or hides is escaped', (text, seen) => expect(toPrintable(text)).toBe(seen));

test('the node of a stream is its address, where the reader tells it', () => {
  const node = { address: '203.0.113.7', at: '2026-11-02T12:00:00.000Z' };
  expect([nodeOf({ id: 'x', node }), nodeOf({ id: 'x', node: null }), nodeOf({ id: 'x' })]).toEqual([
    '203.0.113.7',
    null,
    null,
  ]);
});
