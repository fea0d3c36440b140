import { formatBitrate } from '../board-words.ts';
import { toPolylinePoints } from '../polyline.ts';
import { type Sample, toBitrates } from '../samples.ts';
import { splitAtGaps } from '../split.ts';

const WIDTH = 96;
const HEIGHT = 22;
/** Heartbeats further apart than this (ms) are no line. */
const MAX_GAP_MS = 90_000;

/** The bitrate of a session as far as the page has seen it, as a small line; in words it stands beside. */
export function Sparkline({ samples }: { samples: readonly Sample[] }) {
  const points = toBitrates(samples);
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return null;
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const frame = { width: WIDTH, height: HEIGHT, from: first.at, to: last.at, max: most * 1.1 };
  const words = `Bitrate between ${formatBitrate(least)} and ${formatBitrate(most)} of this session, since this page was opened`;
  return (
    <svg class="spark" viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`} role="img" aria-label={words}>
      <title>{words}</title>
      {splitAtGaps(points, MAX_GAP_MS).map((piece) => (
        <polyline key={piece[0]?.at} points={toPolylinePoints(piece, frame)} />
      ))}
    </svg>
  );
}
