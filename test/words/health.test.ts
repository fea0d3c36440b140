import { expect, test } from 'vitest';
import { currentHealth, droppedCounts, formatBitrate, formatResolution, formatSpeed } from '../../words/health.ts';
import { buildHealth, buildStream } from './stream.builder.ts';

test('a heartbeat from before the start says nothing about a stream that is live again', () => {
  const [before, since] = [buildHealth({ at: '2026-11-02T11:59:59.999Z' }), buildHealth()];
  expect(currentHealth(buildStream({ health: before }))).toBeNull();
  expect(currentHealth(buildStream({ health: since }))).toBe(since);
  expect(currentHealth(buildStream({ health: before, startedAt: null }))).toBe(before);
});

test('a resolution needs both sides', () => {
  expect(formatResolution(buildStream({ health: buildHealth() }))).toBe('1280×720');
  expect(formatResolution(buildStream({ health: buildHealth({ width: null }) }))).toBeNull();
});

test('a speed is a factor', () => expect(formatSpeed(1.003)).toBe('1.00×'));

test.each([
  { bitrate: 0, text: '0 kbit/s' },
  { bitrate: 544_400, text: '544 kbit/s' },
  { bitrate: 2_500_000, text: '2.50 Mbit/s' },
])('$bitrate bits per second is $text', ({ bitrate, text }) => expect(formatBitrate(bitrate)).toBe(text));

test('an unknown count of what was dropped is not 0', () => {
  const health = buildHealth({ dropFrameCountInEncoding: null, dropPacketCountInIngestion: 1 });
  expect(droppedCounts(health)).toEqual(['– frames', '1 packet']);
});
