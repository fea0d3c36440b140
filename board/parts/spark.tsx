import { bitrate } from '../board-words.ts';
import { polyline } from '../line.ts';
import { unbroken } from '../pieces.ts';
import { bitrates, type Sample } from '../samples.ts';

const WIDTH = 96;
const HEIGHT = 22;
/** Heartbeats further apart than this (ms) are no line. */
const LONGEST_MS = 90_000;

/** The bitrate of a session as far as the page has seen it, as a small line; in words it stands beside. */
export function Spark({ samples }: { samples: readonly Sample[] }) {
  const points = bitrates(samples);
  const [first, last] = [points.at(0), points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return null;
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const frame = { width: WIDTH, height: HEIGHT, from: first.at, to: last.at, max: most * 1.1 };
  const words = `Bitrate between ${bitrate(least)} and ${bitrate(most)} of this session, since this page was opened`;
  return (
    <svg class="spark" viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`} role="img" aria-label={words}>
      <title>{words}</title>
      {unbroken(points, LONGEST_MS).map((piece) => (
        <polyline key={piece[0]?.at} points={polyline(piece, frame)} />
      ))}
    </svg>
  );
}
