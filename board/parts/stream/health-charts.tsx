import { formatBitrate, formatSpeed } from '../../../words/health.ts';
import { noBreak } from '../../format.ts';
import { type PlotArea, toPolylinePoints } from '../../polyline.ts';
import type { StreamResponse } from '../../responses.ts';
import { type Point, type Sample, splitBySession, toBitrates, toSpeeds } from '../../samples.ts';
import { splitAtGaps } from '../../split.ts';
import { Section } from './section.tsx';

const HOUR_MS = 3_600_000;
/** The line breaks where samples are further apart than this (ms): one a minute is stored. */
const MAX_GAP_MS = 150_000;
const [WIDTH, HEIGHT] = [600, 80];

interface HealthChartsProps {
  /** The oldest first. */
  readonly samples: readonly Sample[];
  readonly sessions: StreamResponse['sessions'];
}

/** Bitrate and speed in the hour before the latest heartbeat, by the media server's clock. */
export function HealthCharts({ samples, sessions }: HealthChartsProps) {
  const to = samples.at(-1)?.at ?? 0;
  const recent = samples.filter(({ at }) => at > to - HOUR_MS);
  const parts = splitBySession(recent, sessions);
  const none =
    'No heartbeats received. Ant Media Server sends them only when webhookStreamStatusUpdatePeriodMs is set.';
  return (
    <Section title="Health in the hour before the last heartbeat" isEmpty={recent.length === 0} none={none}>
      <div class="charts">
        <Chart name="Bitrate" lines={parts.map(toBitrates)} format={formatBitrate} to={to} />
        <Chart name="Speed" lines={parts.map(toSpeeds)} format={formatSpeed} to={to} target={1} />
      </div>
    </Section>
  );
}

interface ChartProps {
  readonly name: string;
  /** One for each session. */
  readonly lines: readonly (readonly Point[])[];
  readonly format: (value: number) => string;
  readonly to: number;
  /** The value that is right, drawn as a line of its own. */
  readonly target?: number;
}

function Chart({ name, lines, format, to, target }: ChartProps) {
  const values = lines.flat().map(({ value }) => value);
  if (values.length === 0) return <p class="nothing">{name}: available from the second heartbeat on.</p>;
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const area = { width: WIDTH, height: HEIGHT, from: to - HOUR_MS, to, max: Math.max(max, target ?? 0) * 1.15 };
  const last = lines.at(-1)?.at(-1);
  const latest = last === undefined ? '–' : noBreak(format(last.value));
  const range = `${noBreak(format(min))} to ${noBreak(format(max))}`;
  const summary = `latest ${latest}, from ${range} in the hour before the last heartbeat`;
  return (
    <figure class="chart">
      <figcaption>
        {name} <strong>{latest}</strong> <span>{range}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${name}: ${summary}`}>
        <title>{summary}</title>
        <Plot lines={lines} area={area} target={target} />
      </svg>
      <TimeAxis />
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
          <polyline key={piece[0]?.at} points={toPolylinePoints(piece, area)} />
        ))}
    </>
  );
}

const TimeAxis = () => (
  <div class="ends" aria-hidden="true">
    <span>1 h before</span>
    <span>30 min</span>
    <span>last heartbeat</span>
  </div>
);
