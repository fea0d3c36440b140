import type { StreamResponse } from '../responses.ts';
import { type Column, DataTable } from './data-table.tsx';
import { Duration } from './duration.tsx';
import { Section } from './section.tsx';
import { Timeline } from './timeline.tsx';
import { Timestamp } from './timestamp.tsx';

type Session = StreamResponse['sessions'][number];

const endReasons: Record<string, string> = {
  ended: 'ended',
  presumedEnded: 'presumed ended',
  superseded: 'superseded by the next start',
};

/** The sessions of a stream: as bars, up to now by the reader's clock (ms since the epoch), and the same in words. */
export function SessionList({ sessions, at, now }: { sessions: readonly Session[]; at: number; now: number }) {
  const columns: Column<Session>[] = [
    { head: 'Started', cell: ({ startedAt }) => <Timestamp at={startedAt} none="missed" utc /> },
    { head: 'Ended', cell: ({ endedAt }) => <Timestamp at={endedAt} none="still on" utc /> },
    {
      head: 'Duration',
      cell: ({ durationMs, endedAt }) => <Duration ms={durationMs} since={endedAt === null ? at : null} />,
    },
    {
      head: 'Why it ended',
      cell: ({ endReason }) => (endReason === null ? '–' : (endReasons[endReason] ?? endReason)),
    },
  ];
  const none = 'None: no start or end was heard of.';
  return (
    <Section title="Sessions" isEmpty={sessions.length === 0} none={none}>
      <Timeline sessions={sessions} now={now} />
      <DataTable rows={sessions} columns={columns} keyOf={({ startedAt, endedAt }) => `${startedAt} ${endedAt}`} />
    </Section>
  );
}
