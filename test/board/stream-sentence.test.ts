import { expect, test } from 'vitest';
import { toStreamSentence } from '../../board/stream-sentence.ts';
import { buildHealth, buildStream } from '../words/stream.builder.ts';

const at = (clock: string) => `2026-11-02T${clock}.000Z`;
const now = Date.parse(at('14:08:00'));

const node = { address: '203.0.113.9', at: at('12:00:00') };
/** A heartbeat received 3 s ago; the media server's clock is an hour behind. */
const health = buildHealth({ at: at('13:07:57'), receivedAt: at('14:07:57') });
const live = { startedAt: at('12:00:00'), durationMs: 7_675_000 };
const lastError = { kind: 'endpointFailed', detail: 'rtmp://a/***', at: at('13:56:00') } as const;

const sentences: [string, Parameters<typeof buildStream>[0], number | null, string][] = [
  ['of a healthy stream', { ...live, health, node }, 0, 'Live for 2 h 8 min, healthy, last heartbeat 3 s ago, from 203.0.113.9.'],
  ['of a slow one that drops frames', { ...live, health: { ...health, speed: 0.84 } }, 74.4, 'Live for 2 h 8 min, too slow (0.84×), many drops (74 a minute), last heartbeat 3 s ago.'],
  ['of one that drops some', { ...live, health }, 12, 'Live for 2 h 8 min, some drops (12 a minute), last heartbeat 3 s ago.'],
  ['with an error of the last hour', { ...live, health, lastError }, 0, 'Live for 2 h 8 min, endpointFailed 12 min 0 s ago, last heartbeat 3 s ago.'],
  ['without an older error', { ...live, health, lastError: { ...lastError, at: at('13:07:00') } }, 0, 'Live for 2 h 8 min, healthy, last heartbeat 3 s ago.'],
  ['that does not call healthy what is not measured', { ...live, health: { ...health, speed: null } }, null, 'Live for 2 h 8 min, last heartbeat 3 s ago.'],
  ['without heartbeats', { ...live, node }, null, 'Live for 2 h 8 min, from 203.0.113.9, no heartbeats: its health is unknown.'],
  ['with a heartbeat of an earlier session alone', { ...live, health: buildHealth({ at: at('11:59:00') }) }, 0, 'Live for 2 h 8 min, no heartbeats: its health is unknown.'],
  ['of one whose start was missed', { inferred: true, startedAt: null, durationMs: null, health }, 0, 'Live, its start was missed, healthy, last heartbeat 3 s ago.'],
  ['of a stale one', { ...live, stale: true, health: buildHealth({ at: at('12:05:38'), receivedAt: at('14:05:39') }) }, 0, 'Silent for 2 min 21 s after 5 min 38 s live.'],
  ['of a stale one whose start was missed', { startedAt: null, stale: true, health }, 0, 'Silent for 3 s, its start was missed.'],
  ['of an ended one', { status: 'ended', endedAt: at('14:05:00'), durationMs: 7_680_000, node }, null, 'Ended 3 min 0 s ago after 2 h 8 min.'],
  ['of an ended one whose start was missed', { status: 'ended', startedAt: null, endedAt: at('14:05:00'), durationMs: null, lastError }, null, 'Ended 3 min 0 s ago, its start was missed, endpointFailed 12 min 0 s ago.'],
  ['of a presumed end', { status: 'presumedEnded', endedAt: at('13:50:00'), durationMs: 60_000 }, null, 'No sign for 18 min 0 s after 1 min 0 s live.'],
  ['of an unknown one', { status: 'unknown', startedAt: null, lastEvent: { action: 'x', at: at('14:07:00') } }, null, 'Neither a start nor an end has been received, last event 1 min 0 s ago.'],
]; // biome-ignore format: a table

test.each(sentences)('%s', (_what, fields, drops, sentence) => {
  const parts = toStreamSentence(buildStream(fields), { now, ageMs: 5_000, drops, isRoom: false });
  expect(
    parts
      .map(({ text }) => text)
      .join('')
      .replaceAll('\u00a0', ' '),
  ).toBe(sentence);
});

test('a room has no heartbeats of its own', () => {
  const parts = toStreamSentence(buildStream(live), { now, ageMs: 0, drops: null, isRoom: true });
  expect(parts.map(({ text }) => text).join('')).toMatch(/^Live for 2.h.7.min\.$/);
});

test('marks its colours, and what is from outside', () => {
  const stream = buildStream({ ...live, node, lastError, health: { ...health, speed: 0.95 } });
  const parts = toStreamSentence(stream, { now, ageMs: 0, drops: 60, isRoom: false });
  const kinds = parts
    .filter(({ kind }) => kind !== undefined)
    .map(({ kind, text }) => [kind, text.replaceAll('\u00a0', ' ')]);
  expect(kinds).toEqual([
    ['poor', 'slow (0.95×)'],
    ['bad', 'many drops (60 a minute)'],
    ['bad', 'endpointFailed 12 min 0 s ago'],
    ['foreign', '203.0.113.9'],
  ]);
});
