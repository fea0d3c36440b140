import { currentHealth, formatBitrate, formatResolution, formatSpeed, heardAt } from '../../../words/health.ts';
import { sinceOf } from '../../../words/status.ts';
import { noBreak } from '../../format.ts';
import { gradeBitrate, gradeDrops, gradeSpeed } from '../../grades.ts';
import type { Stream } from '../../responses.ts';
import type { SampleHistory } from '../../samples.ts';
import { currentBitrate, currentDrops, sessionSamples } from '../../sort.ts';
import { msToLastSign } from '../../stream-sentence.ts';
import { Duration } from '../duration.tsx';
import { Elapsed } from '../elapsed.tsx';
import { Graded } from '../graded.tsx';
import { LastError } from '../last-error.tsx';
import { Timestamp } from '../timestamp.tsx';
import { useBoard } from '../use-board.ts';
import { Sparkline } from './sparkline.tsx';
import { type Column, StreamTable } from './stream-table.tsx';

interface Props {
  readonly streams: readonly Stream[];
  readonly hasApps: boolean;
  /** The time for which their running durations hold, by the monotonic clock, in ms. */
  readonly at: number;
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
}

/** The live streams. */
export function LiveTable({ streams, hasApps, at, now }: Props) {
  const { sampleHistory } = useBoard().state;
  return (
    <StreamTable
      kind="live"
      caption="Live"
      streams={streams}
      columns={columnsOf(sampleHistory, at, now)}
      hasApps={hasApps}
    />
  );
}

const columnsOf = (history: SampleHistory, at: number, now: number): Column[] => [
  {
    ...{ head: 'Duration', sort: 'duration', class: 'duration' },
    cell: (stream) => <LiveDuration stream={stream} at={at} />,
  },
  {
    ...{ head: 'Since', sort: 'since', class: 'since' },
    cell: (stream) => <Timestamp at={sinceOf(stream)} isMinute />,
  },
  { ...{ head: 'Video', sort: 'video', class: 'video' }, cell: (stream) => formatResolution(stream) ?? <Unknown /> },
  {
    ...{ head: 'Bitrate', sort: 'bitrate', class: 'rate' },
    cell: (stream) => <Bitrate stream={stream} history={history} now={now} />,
  },
  { ...{ head: 'Speed', sort: 'speed', class: 'speed' }, cell: (stream) => <Speed stream={stream} /> },
  {
    ...{ head: 'Drops/min', sort: 'drops', class: 'drops' },
    cell: (stream) => <Drops perMinute={currentDrops(stream, history)} />,
  },
  {
    ...{ head: 'Last error', sort: 'error', class: 'error' },
    cell: ({ lastError }) => <LastError error={lastError} isNarrow />,
  },
];

/** The duration of a stale stream is that at its last heartbeat: nobody knows whether it went on. */
const LiveDuration = ({ stream, at }: { stream: Stream; at: number }) =>
  stream.stale ? <Duration ms={msToLastSign(stream)} since={null} /> : <Duration ms={stream.durationMs} since={at} />;

function Bitrate({ stream, history, now }: { stream: Stream; history: SampleHistory; now: number }) {
  if (stream.stale && stream.health !== null)
    return (
      <span class="poor">
        silent <Elapsed since={heardAt(stream.health)} now={now} />
      </span>
    );
  const rate = currentBitrate(stream, history);
  if (rate === null) return <Unknown />;
  return (
    <>
      <Graded grade={gradeBitrate(rate)}>{noBreak(formatBitrate(rate))}</Graded>
      {rate > 0 && <Sparkline samples={sessionSamples(stream, history)} />}
    </>
  );
}

function Speed({ stream }: { stream: Stream }) {
  const speed = stream.stale ? null : (currentHealth(stream)?.speed ?? null);
  return speed === null ? <Unknown /> : <Graded grade={gradeSpeed(speed)}>{formatSpeed(speed)}</Graded>;
}

function Drops({ perMinute }: { perMinute: number | null }) {
  if (perMinute === null) return <Unknown />;
  return <Graded grade={gradeDrops(perMinute)}>{Math.round(perMinute)}</Graded>;
}

const Unknown = () => <span class="none">–</span>;
