import { formatUtcTime } from '../../lambda/text/utc-time.ts';
import { formatTime } from '../../words/time.ts';
import { noBreakTime } from '../format.ts';

interface Props {
  readonly at: string | null;
  /** The text for an unknown time. */
  readonly none?: string;
  /** Whether UTC is shown beside it, and not only in the tooltip. */
  readonly utc?: boolean;
}

/** A time (ISO 8601) in the viewer's zone. */
export function Timestamp({ at, none = '–', utc = false }: Props) {
  if (at === null) return <span class="none">{none}</span>;
  return (
    <time dateTime={at} title={`${at} (UTC)`}>
      {noBreakTime(formatTime(at, Date.now()))}
      {utc && ' '}
      {utc && <span class="utc">{noBreakTime(formatUtcTime(at, Date.now()))}</span>}
    </time>
  );
}
