import type { StreamAnswer } from '../answers.ts';
import { bitrate, speed } from '../board-words.ts';
import { polyline } from '../line.ts';
import { unbroken } from '../pieces.ts';
import { bitrates, bySession, type Point, type Sample, speeds } from '../samples.ts';
import { Section } from './section.tsx';

const HOUR_MS = 3_600_000;
/** One sample a minute is kept: what is further apart (ms) was not heard. */
const LONGEST_MS = 150_000;
const [WIDTH, HEIGHT] = [600, 80];

interface HealthPictureProps {
  /** The oldest first. */
  readonly samples: readonly Sample[];
  readonly sessions: StreamAnswer['sessions'];
}

/** How the stream came in during the hour before its latest heartbeat, whatever that one's clock says: its bitrate and its speed. */
export function HealthPicture({ samples, sessions }: HealthPictureProps) {
  const to = samples.at(-1)?.at ?? 0;
  const recent = samples.filter(({ at }) => at > to - HOUR_MS);
  const parts = bySession(recent, sessions);
  const none =
    'No heartbeat was heard. Heartbeats are off in Ant Media Server unless webhookStreamStatusUpdatePeriodMs is set.';
  return (
    <Section title="Health of the hour before the last heartbeat" isEmpty={recent.length === 0} none={none}>
      <div class="pictures">
        <Picture name="Bitrate" lines={parts.map(bitrates)} words={bitrate} to={to} />
        <Picture name="Speed" lines={parts.map(speeds)} words={speed} to={to} target={1} />
      </div>
    </Section>
  );
}

interface PictureProps {
  readonly name: string;
  /** One for each session. */
  readonly lines: readonly (readonly Point[])[];
  readonly words: (value: number) => string;
  readonly to: number;
  /** What is right, drawn as a line of its own. */
  readonly target?: number;
}

function Picture({ name, lines, words, to, target }: PictureProps) {
  const values = lines.flat().map(({ value }) => value);
  if (values.length === 0) return <p class="nothing">{name}: known from the second heartbeat on.</p>;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const frame = { width: WIDTH, height: HEIGHT, from: to - HOUR_MS, to, max: Math.max(most, target ?? 0) * 1.15 };
  const last = lines.at(-1)?.at(-1);
  const latest = last === undefined ? '–' : words(last.value);
  const told = `${latest} last, between ${words(least)} and ${words(most)} in the hour before the last heartbeat`;
  return (
    <figure class="picture">
      <figcaption>
        {name} <strong>{latest}</strong>{' '}
        <span>
          {words(least)} to {words(most)}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${name}: ${told}`}>
        <title>{told}</title>
        {[0.25, 0.5, 0.75].map((part) => (
          <path key={part} class="grid" d={`M${part * WIDTH} 0V${HEIGHT}`} />
        ))}
        {target !== undefined && <path class="target" d={`M0 ${HEIGHT * (1 - target / frame.max)}H${WIDTH}`} />}
        {lines
          .flatMap((line) => unbroken(line, LONGEST_MS))
          .map((piece) => (
            <polyline key={piece[0]?.at} points={polyline(piece, frame)} />
          ))}
      </svg>
      <div class="ends" aria-hidden="true">
        <span>1 h before</span>
        <span>30 min</span>
        <span>last heartbeat</span>
      </div>
    </figure>
  );
}
