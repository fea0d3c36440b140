import { formatBitrate } from '../../../words/health.ts';
import { toPolylinePoints } from '../../polyline.ts';
import { type Sample, toBitrates } from '../../samples.ts';
import { splitAtGaps } from '../../split.ts';

const WIDTH = 96;
const HEIGHT = 22;
/** The line breaks where heartbeats are further apart than this (ms). */
const MAX_GAP_MS = 90_000;

/** The bitrate of the session since the page was opened, as a small line. */
export function Sparkline({ samples }: { samples: readonly Sample[] }) {
  const points = toBitrates(samples);
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return null;
  const values = points.map(({ value }) => value);
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const frame = { width: WIDTH, height: HEIGHT, from: first.at, to: last.at, max: max * 1.1 };
  const label = `Bitrate in this session since the page was opened: ${formatBitrate(min)} to ${formatBitrate(max)}`;
  return (
    <svg class="spark" viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`} role="img" aria-label={label}>
      <title>{label}</title>
      {splitAtGaps(points, MAX_GAP_MS).map((piece) => (
        <polyline key={piece[0]?.at} points={toPolylinePoints(piece, frame)} />
      ))}
    </svg>
  );
}
