import { formatClockTime, formatUtcTime } from '../board-time.ts';

interface Props {
  readonly at: string | null;
  /** What stands where no time is known. */
  readonly none?: string;
  /** Whether UTC stands beside it, and not only in the title. */
  readonly utc?: boolean;
}

/** A time in the viewer's zone. */
export function Timestamp({ at, none = '–', utc = false }: Props) {
  if (at === null) return <span class="none">{none}</span>;
  return (
    <time dateTime={at} title={`${at} (UTC)`}>
      {formatClockTime(at, Date.now())}
      {utc && ' '}
      {utc && <span class="utc">{formatUtcTime(at, Date.now())}</span>}
    </time>
  );
}
