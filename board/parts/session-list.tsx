import type { StreamAnswer } from '../answers.ts';
import { type Column, List } from './bounded-list.tsx';
import { Duration } from './duration.tsx';
import { Section } from './section.tsx';
import { Timeline } from './timeline.tsx';
import { When } from './when.tsx';

type Session = StreamAnswer['sessions'][number];

const reasons: Record<string, string> = {
  ended: 'ended',
  presumedEnded: 'presumed ended',
  superseded: 'superseded by the next start',
};

/** The sessions of a stream: as bars, up to now by the reader's clock (ms since the epoch), and the same in words. */
export function Sessions({ sessions, at, now }: { sessions: readonly Session[]; at: number; now: number }) {
  const columns: Column<Session>[] = [
    { head: 'Started', cell: ({ startedAt }) => <When at={startedAt} none="missed" utc /> },
    { head: 'Ended', cell: ({ endedAt }) => <When at={endedAt} none="still on" utc /> },
    {
      head: 'Duration',
      cell: ({ durationMs, endedAt }) => <Duration ms={durationMs} since={endedAt === null ? at : null} />,
    },
    { head: 'Why it ended', cell: ({ endReason }) => (endReason === null ? '–' : (reasons[endReason] ?? endReason)) },
  ];
  const none = 'None: no start or end was heard of.';
  return (
    <Section title="Sessions" isEmpty={sessions.length === 0} none={none}>
      <Timeline sessions={sessions} now={now} />
      <List rows={sessions} columns={columns} keyOf={({ startedAt, endedAt }) => `${startedAt} ${endedAt}`} />
    </Section>
  );
}
