import { formatEndReason, MISSED, STILL_LIVE } from '../../../words/session.ts';
import type { StreamResponse } from '../../responses.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { Duration } from '../duration.tsx';
import { Timestamp } from '../timestamp.tsx';
import { Section } from './section.tsx';
import { Timeline } from './timeline.tsx';

type Session = StreamResponse['sessions'][number];

/** The sessions of a stream, as bars up to now (ms since the epoch, by the receiver's clock) and as a table. */
export function SessionList({ sessions, at, now }: { sessions: readonly Session[]; at: number; now: number }) {
  const columns: Column<Session>[] = [
    { head: 'Started', cell: ({ startedAt }) => <Timestamp at={startedAt} none={MISSED} utc /> },
    { head: 'Ended', cell: ({ endedAt }) => <Timestamp at={endedAt} none={STILL_LIVE} utc /> },
    {
      head: 'Duration',
      cell: ({ durationMs, endedAt }) => <Duration ms={durationMs} since={endedAt === null ? at : null} />,
    },
    { head: 'End reason', cell: ({ endReason }) => formatEndReason(endReason) ?? '–' },
  ];
  const none = 'No sessions: no start or end has been received.';
  return (
    <Section title="Sessions" isEmpty={sessions.length === 0} none={none}>
      <Timeline sessions={sessions} now={now} />
      <DataTable rows={sessions} columns={columns} keyOf={({ startedAt, endedAt }) => `${startedAt} ${endedAt}`} />
    </Section>
  );
}
