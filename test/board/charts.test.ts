import { describe, expect, test } from 'vitest';
import { barsOf } from '../../board/bars.ts';
import { toPolylinePoints } from '../../board/polyline.ts';
import { splitAtGaps } from '../../board/split.ts';

const area = { width: 100, height: 10, from: 0, to: 1_000, max: 2 };

describe('a line', () => {
  test('runs from left to right in time, and from the bottom up in value', () => {
    const points = [
      { at: 0, value: 0 },
      { at: 500, value: 1 },
      { at: 1_000, value: 2 },
    ];
    expect(toPolylinePoints(points, area)).toBe('0,10 50,5 100,0');
  });

  test('stays in its area, even when that has no height or width', () => {
    expect(
      toPolylinePoints(
        [
          { at: -5, value: 9 },
          { at: 5_000, value: -1 },
        ],
        area,
      ),
    ).toBe('0,0 100,10');
    expect(toPolylinePoints([{ at: 7, value: 0 }], { ...area, from: 7, to: 7, max: 0 })).toBe('0,10');
  });

  test('breaks at long gaps', () => {
    const points = [0, 10, 100, 110].map((at) => ({ at, value: 1 }));
    expect(splitAtGaps(points, 50).map((piece) => piece.map(({ at }) => at))).toEqual([
      [0, 10],
      [100, 110],
    ]);
  });
});

type EndReason = 'ended' | 'presumedEnded' | 'superseded';

describe('the bars of sessions', () => {
  const span = (from: number | null, to: number | null, endReason: EndReason | null, endedAt = to) => ({
    session: {
      startedAt: null,
      endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
      durationMs: null,
      endReason,
    },
    ...{ from, to, outage: null },
  });

  test('span from the first start to now; an open one lasts until now, one without a start is only its end', () => {
    const spans = [span(750, 1_000, null, null), span(null, 500, 'ended'), span(0, 250, 'superseded', 400)];
    expect(barsOf(spans, 1_000)).toEqual({
      ...{ from: 0, to: 1_000 },
      bars: [
        { from: 0.75, length: 0.25, kind: 'open' },
        { from: 0.5, length: 0, kind: 'ended' },
        { from: 0, length: 0.25, kind: 'cut' },
      ],
    });
  });

  test('last until the next start where it is not known when a session was cut off', () => {
    expect(barsOf([span(0, null, 'superseded', 400)], 1_000).bars).toEqual([{ from: 0, length: 0.4, kind: 'cut' }]);
  });

  test('a presumed end is of a kind of its own', () => {
    expect(barsOf([span(0, 500, 'presumedEnded')], 1_000).bars).toEqual([{ from: 0, length: 0.5, kind: 'presumed' }]);
  });

  test('extend to an end that is ahead of the clock', () => {
    expect(barsOf([span(0, 2_000, 'ended')], 1_000)).toMatchObject({ to: 2_000, bars: [{ from: 0, length: 1 }] });
  });
});
