import { describe, expect, test } from 'vitest';
import { gradeDrops, gradeSpeed } from '../../board/grades.ts';
import { tileOf } from '../../board/tiles.ts';
import { buildStream } from '../words/stream.builder.ts';

const now = Date.parse('2026-11-02T13:00:00.000Z');
const failed = (at: string) => ({ lastError: { kind: 'endpointFailed', at, detail: null } });
const recent = failed('2026-11-02T12:00:00.000Z');

describe('a stream is counted as one', () => {
  test.each([
    { stream: {}, tile: 'live' },
    { stream: recent, tile: 'failing' },
    { stream: failed('2026-11-02T11:59:59.999Z'), tile: 'live' },
    { stream: { stale: true, ...recent }, tile: 'stale' },
    { stream: { status: 'ended', ...recent }, tile: 'failing' },
    { stream: { status: 'presumedEnded' }, tile: 'presumedEnded' },
    { stream: { status: 'ended' }, tile: 'ended' },
  ] as const)('$tile: $stream', ({ stream, tile }) => {
    expect(tileOf(buildStream(stream), false, now)).toBe(tile);
    expect(tileOf(buildStream(stream), true, now)).toBe('missing');
  });
});

test.each([
  [1, 'good'],
  [0.98, 'good'],
  [0.97, 'poor'],
  [0.9, 'poor'],
  [0.89, 'bad'],
] as const)('a speed of %s is %s', (speed, kind) => expect(gradeSpeed(speed).kind).toBe(kind));

test.each([
  [0, 'good'],
  [9, 'good'],
  [10, 'poor'],
  [59, 'poor'],
  [60, 'bad'],
] as const)('%s drops a minute are %s', (drops, kind) => expect(gradeDrops(drops).kind).toBe(kind));
