import { alarmName } from '../../../words/server-alarm.ts';
import { formatTime } from '../../../words/time.ts';
import { type Bar, barsOf, fractionOf } from '../../bars.ts';
import { serversRequest } from '../../requests.ts';
import type { StreamResponse } from '../../responses.ts';
import type { SessionSpan } from '../../session-spans.ts';
import { type Alarm, alarmsWithin, type ErrorMark, errorsWithin } from '../../timeline-marks.ts';
import { toPrintable } from '../../visible-text.ts';
import { Timestamp } from '../timestamp.tsx';
import { useAnswer, useBoard } from '../use-board.ts';
import { AlarmList } from './alarm-list.tsx';

const WIDTH = 1_000;
/** The width of a session that would be too narrow to see; a hollow one needs more to be seen as such. */
const minWidths = { open: 3, ended: 3, presumed: 8, cut: 3 };

const names = { open: 'live', ended: 'ended', presumed: 'presumed ended', cut: 'cut off', error: 'error' } as const;

interface Props {
  readonly stream: StreamResponse;
  readonly spans: readonly SessionSpan[];
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
}

/** The sessions as bars up to now, with errors and the alarms of media servers. Screen readers skip the picture: tables and lists say the same. */
export function Timeline({ stream, spans, now }: Props) {
  const { view } = useBoard().state;
  const { servers = [] } = useAnswer(serversRequest(view))?.body ?? {};
  const { from, to, bars } = barsOf(spans, now);
  const alarms = alarmsWithin({ from, to }, servers);
  const errors = errorsWithin({ from, to }, stream.events);
  return (
    <div class="timeline">
      <div aria-hidden="true">
        <svg viewBox={`0 0 ${WIDTH} 40`} preserveAspectRatio="none" aria-hidden="true">
          <rect class="rail" x="0" y="27" width={WIDTH} height="2" />
          {bars.map((bar, index) => (
            <BarShape key={`${index} ${bar.kind}`} bar={bar} />
          ))}
          {[...errors, ...alarms].map((mark, index) => (
            <MarkShape
              key={`${index} ${mark.kind}`}
              mark={mark}
              x={fractionOf(Date.parse(mark.at), from, to) * WIDTH}
            />
          ))}
        </svg>
        <div class="ends">
          <Timestamp at={new Date(from).toISOString()} />
          <Timestamp at={new Date(to).toISOString()} />
        </div>
        <Legend marks={[...bars, ...errors]} />
      </div>
      <AlarmList alarms={alarms} />
    </div>
  );
}

const BarShape = ({ bar: { from, length, kind } }: { bar: Bar }) => (
  <rect
    class={kind}
    x={Math.min(from * WIDTH, WIDTH - minWidths[kind])}
    y="18"
    width={Math.max(minWidths[kind], length * WIDTH - 1)}
    height="20"
  />
);

/** What is in the picture; the list below it names the alarms. */
function Legend({ marks }: { marks: readonly { readonly kind: keyof typeof names }[] }) {
  return (
    <p class="legend">
      {[...new Set(marks.map(({ kind }) => kind))].map((kind) => (
        <span key={kind}>
          <i class={kind} /> {names[kind]}
        </span>
      ))}
    </p>
  );
}

/** A tick across the bars for an error, and a shape above them for each kind of alarm: strokes, since the picture is stretched. */
const strokes = { error: '14V40', unexpectedServerShutdown: '4h0', highResourceUsage: '12h0' };

interface MarkProps {
  readonly mark: Alarm | ErrorMark;
  readonly x: number;
}

function MarkShape({ mark: { kind, at, subject }, x }: MarkProps) {
  const of = kind === 'error' ? '' : `${alarmName(kind)} of `;
  return (
    <path class={kind} d={`M${x} ${strokes[kind]}`}>
      <title>{`${of}${toPrintable(subject)}, ${formatTime(at, Date.now())}`}</title>
    </path>
  );
}
