import { formatUtcTime } from '../../lambda/text/utc-time.ts';
import { formatMinute, formatTime } from '../../words/time.ts';
import { noBreakTime } from '../format.ts';

interface Props {
  readonly at: string | null;
  /** The text for an unknown time. */
  readonly none?: string;
  /** Whether UTC is shown beside it, and not only in the tooltip. */
  readonly utc?: boolean;
  /** Whether it is known to the minute only. */
  readonly isMinute?: boolean;
}

/** A time (ISO 8601) in the viewer's zone. */
export function Timestamp({ at, none = '–', utc = false, isMinute = false }: Props) {
  if (at === null) return <span class="none">{none}</span>;
  const format = isMinute ? formatMinute : formatTime;
  return (
    <time dateTime={at} title={`${at} (UTC)`}>
      {noBreakTime(format(at, Date.now()))}
      {utc && ' '}
      {utc && <span class="utc">{noBreakTime(formatUtcTime(at, Date.now()))}</span>}
    </time>
  );
}
