import { formatEndReason, MISSED, STILL_LIVE } from '../../../words/session.ts';
import type { StreamResponse } from '../../responses.ts';
import type { Sample } from '../../samples.ts';
import { isCutOff, type SessionSpan, toSessionSpans } from '../../session-spans.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { Duration } from '../duration.tsx';
import { Elapsed } from '../elapsed.tsx';
import { Timestamp } from '../timestamp.tsx';
import { OutageText } from './outage-text.tsx';
import { Section } from './section.tsx';
import { Timeline } from './timeline.tsx';

interface Props {
  readonly stream: StreamResponse;
  /** Oldest first. */
  readonly samples: readonly Sample[];
  /** The time for which running durations hold, by the monotonic clock, in ms. */
  readonly at: number;
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
}

/** The sessions of a stream and its outages, as bars up to now and as a table. */
export function SessionList({ stream, samples, at, now }: Props) {
  const spans = toSessionSpans({ stream, samples, now });
  const columns: Column<SessionSpan>[] = [
    { head: 'Started', cell: ({ session }) => <Timestamp at={session.startedAt} none={MISSED} utc /> },
    { head: 'Ended', cell: (span) => <End span={span} isSilent={stream.stale} /> },
    { head: 'Duration', cell: (span) => <Length span={span} at={stream.stale ? null : at} now={now} /> },
    { head: 'End reason', cell: ({ session }) => formatEndReason(session.endReason) ?? '–' },
  ];
  const none = 'No sessions: no start or end has been received.';
  return (
    <Section title="Sessions" isEmpty={spans.length === 0} none={none}>
      <Timeline stream={stream} spans={spans} now={now} />
      <DataTable
        rows={spans}
        columns={columns}
        keyOf={({ session: { startedAt, endedAt } }) => `${startedAt} ${endedAt}`}
        aboveOf={({ outage }) => outage && <OutageText outage={outage} isSilent={stream.stale} now={now} />}
      />
    </Section>
  );
}

/** The end of a session; of one that was cut off or is silent the last heartbeat, as far as it is known. */
function End({ span: { session, to }, isSilent }: { span: SessionSpan; isSilent: boolean }) {
  const isOpen = session.endedAt === null;
  if (!isCutOff(session) && !(isOpen && isSilent)) return <Timestamp at={session.endedAt} none={STILL_LIVE} utc />;
  if (to === null) return <span class="none">not known</span>;
  return (
    <>
      last heartbeat <Timestamp at={toIso(to)} utc />
    </>
  );
}

interface LengthProps {
  readonly span: SessionSpan;
  /** The time for which running durations hold; null where they have stopped. */
  readonly at: number | null;
  readonly now: number;
}

/** The length of a session: of one whose start was missed, or which was cut off, as far as heartbeats bound it. */
function Length({ span: { session, from, to }, at, now }: LengthProps) {
  const { startedAt, endedAt, durationMs } = session;
  const isRunning = endedAt === null && at !== null;
  if (isRunning && startedAt !== null) return <Duration ms={durationMs} since={at} />;
  if (from === null) return <Duration ms={null} since={null} />;
  if (to === null)
    return (
      <>
        at most <Duration ms={durationMs} since={null} />
      </>
    );
  return (
    <>
      {(startedAt === null || isCutOff(session)) && 'at least '}
      {isRunning ? <Elapsed since={toIso(from)} now={now} /> : <Duration ms={to - from} since={null} />}
    </>
  );
}

const toIso = (at: number): string => new Date(at).toISOString();
