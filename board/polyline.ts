import type { Point } from './samples.ts';

/** The part of the plane that a picture shows, and its size on the screen. */
export interface PlotArea {
  readonly width: number;
  readonly height: number;
  readonly from: number;
  readonly to: number;
  readonly max: number;
}

/** The points of an SVG polyline, from the bottom left; what lies outside is drawn at the edge. */
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
