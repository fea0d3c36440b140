import type { Outage } from '../../session-spans.ts';
import { Duration } from '../duration.tsx';
import { Elapsed } from '../elapsed.tsx';
import { Timestamp } from '../timestamp.tsx';

interface Props {
  readonly outage: Outage;
  /** Whether the stream is live, but its heartbeats have stopped. */
  readonly isSilent: boolean;
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
}

/** How long a stream was dark, or since when it is. */
export function OutageText({ outage: { from, to, isAtMost, isNow }, isSilent, now }: Props) {
  if (from === null) return <>dark for an unknown time: no heartbeat before the next start is known</>;
  if (to === null) return <>dark for an unknown time: the next start was missed</>;
  if (!isNow)
    return (
      <>
        dark for {isAtMost && 'at most '}
        <Duration ms={to - from} since={null} />
      </>
    );
  const since = new Date(from).toISOString();
  return (
    <>
      {isSilent ? 'silent' : 'dark'} for <Elapsed since={since} now={now} />, since <Timestamp at={since} utc />
    </>
  );
}
