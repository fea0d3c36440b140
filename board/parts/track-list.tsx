import type { StreamResponse } from '../responses.ts';
import { home } from '../view.ts';
import { type Column, DataTable } from './data-table.tsx';
import { Section } from './section.tsx';
import { Timestamp } from './timestamp.tsx';
import { UntrustedText } from './untrusted-text.tsx';
import { ViewLink } from './view-link.tsx';

type Track = StreamResponse['tracks'][number];

/** Who is and was in a room; each is a stream with a page of its own. */
export function TrackList({ app, tracks }: { app: string; tracks: readonly Track[] }) {
  const columns: Column<Track>[] = [
    {
      head: 'Track',
      cell: ({ id }) => (
        <ViewLink to={{ ...home, page: 'stream', app, id }}>
          <UntrustedText text={id} />
        </ViewLink>
      ),
    },
    { head: 'Joined', cell: ({ joinedAt }) => <Timestamp at={joinedAt} none="missed" utc /> },
    { head: 'Left', cell: ({ leftAt }) => <Timestamp at={leftAt} none="is there" utc /> },
  ];
  return (
    <Section title="Tracks of this room" isEmpty={tracks.length === 0}>
      <DataTable rows={tracks} columns={columns} keyOf={({ id }) => id} />
    </Section>
  );
}
