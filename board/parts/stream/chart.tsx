import { noBreak } from '../../format.ts';
import { type PlotArea, toPolylinePoints } from '../../polyline.ts';
import type { Point } from '../../samples.ts';
import { splitAtGaps } from '../../split.ts';
import { Timestamp } from '../timestamp.tsx';

/** The time that a chart spans, in ms. */
export const HOUR_MS = 3_600_000;
/** The line breaks where samples are further apart than this (ms): one a minute is stored. */
const MAX_GAP_MS = 150_000;
const [WIDTH, HEIGHT] = [600, 80];
/** The room above the highest value, as a fraction of it. */
const HEADROOM = 0.15;
/** The highest value is written beside the target only where it is this many times as high: the two must not touch. */
const MIN_DISTANCE = 1.3;

interface ChartProps {
  readonly name: string;
  /** One for each session. */
  readonly lines: readonly (readonly Point[])[];
  readonly format: (value: number) => string;
  /** The time of the latest sample, in ms since the epoch. */
  readonly to: number;
  /** The value that is right, drawn as a line of its own. */
  readonly target?: number;
}

/** A measurement in the hour up to a time; nothing while there is none. */
export function Chart({ name, lines, format, to, target }: ChartProps) {
  const values = lines.flat().map(({ value }) => value);
  if (values.length === 0) return null;
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const top = Math.max(max, target ?? 0);
  const area = { width: WIDTH, height: HEIGHT, from: to - HOUR_MS, to, max: top * (1 + HEADROOM) || 1 };
  const latest = noBreak(format(lines.findLast((line) => line.length > 0)?.at(-1)?.value ?? 0));
  const range = `${noBreak(format(min))} to ${noBreak(format(max))}`;
  const summary = `latest ${latest}, from ${range} in the hour before the last heartbeat`;
  const marked = [target, target === undefined || max > target * MIN_DISTANCE ? max : undefined];
  return (
    <figure class="chart">
      <figcaption>
        {name} <strong>{latest}</strong> <span>{range}</span>
      </figcaption>
      <div class="plot">
        <ValueAxis values={marked} format={format} max={area.max} />
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${name}: ${summary}`}
        >
          <title>{summary}</title>
          <Plot lines={lines} area={area} target={target} />
        </svg>
        <TimeAxis to={to} />
      </div>
    </figure>
  );
}

interface PlotProps extends Pick<ChartProps, 'lines'> {
  readonly area: PlotArea;
  readonly target: number | undefined;
}

function Plot({ lines, area, target }: PlotProps) {
  return (
    <>
      {[0.25, 0.5, 0.75].map((part) => (
        <path key={part} class="grid" d={`M${part * WIDTH} 0V${HEIGHT}`} />
      ))}
      {target !== undefined && <path class="target" d={`M0 ${HEIGHT * (1 - target / area.max)}H${WIDTH}`} />}
      {lines
        .flatMap((line) => splitAtGaps(line, MAX_GAP_MS))
        .map((piece) => (
          <Piece key={piece[0]?.at} points={toPolylinePoints(piece, area)} isSingle={piece.length === 1} />
        ))}
    </>
  );
}

/** A line between samples, or the dot of a single one, which is a stroke, since the picture is stretched. */
const Piece = ({ points, isSingle }: { points: string; isSingle: boolean }) =>
  isSingle ? <path class="sample" d={`M${points}h0`} /> : <polyline points={points} />;

interface ValueAxisProps extends Pick<ChartProps, 'format'> {
  readonly values: readonly (number | undefined)[];
  /** The value at the top. */
  readonly max: number;
}

/** The values beside the chart; in a picture of its own, since that of the chart is stretched. */
const ValueAxis = ({ values, format, max }: ValueAxisProps) => (
  <svg class="values" aria-hidden="true">
    {[...new Set([0, ...values])].map(
      (value) =>
        value !== undefined && (
          <text key={value} x="100%" y={`${100 - (value / max) * 100}%`} dy={value === 0 ? 0 : '0.35em'}>
            {value === 0 ? '0' : noBreak(format(value))}
          </text>
        ),
    )}
  </svg>
);

const TimeAxis = ({ to }: { to: number }) => (
  <div class="ends" aria-hidden="true">
    {[HOUR_MS, HOUR_MS / 2, 0].map((ago) => (
      <Timestamp key={ago} at={new Date(to - ago).toISOString()} isMinute />
    ))}
  </div>
);
