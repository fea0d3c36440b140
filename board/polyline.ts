import type { Point } from './samples.ts';

/** The size of a chart in SVG units, the time that it spans in ms since the epoch, and the value at its top. */
export interface PlotArea {
  readonly width: number;
  readonly height: number;
  readonly from: number;
  readonly to: number;
  readonly max: number;
}

/** Returns the `points` of an SVG polyline, in which 0 is at the bottom; points outside are drawn at the edge. */
export function toPolylinePoints(points: readonly Point[], { width, height, from, to, max }: PlotArea): string {
  const fraction = (value: number, all: number) => (all <= 0 ? 0 : Math.min(1, Math.max(0, value / all)));
  return points
    .map(
      ({ at, value }) =>
        `${round(fraction(at - from, to - from) * width)},${round((1 - fraction(value, max)) * height)}`,
    )
    .join(' ');
}

const round = (value: number): number => Math.round(value * 10) / 10;
