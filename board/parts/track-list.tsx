import type { StreamAnswer } from '../answers.ts';
import { home } from '../view.ts';
import { type Column, List } from './bounded-list.tsx';
import { Section } from './section.tsx';
import { Outside } from './untrusted-text.tsx';
import { ViewLink } from './view-link.tsx';
import { When } from './when.tsx';

type Track = StreamAnswer['tracks'][number];

/** Who is and was in a room; each is a stream with a page of its own. */
export function Tracks({ app, tracks }: { app: string; tracks: readonly Track[] }) {
  const columns: Column<Track>[] = [
    {
      head: 'Track',
      cell: ({ id }) => (
        <ViewLink to={{ ...home, page: 'stream', app, id }}>
          <Outside text={id} />
        </ViewLink>
      ),
    },
    { head: 'Joined', cell: ({ joinedAt }) => <When at={joinedAt} none="missed" utc /> },
    { head: 'Left', cell: ({ leftAt }) => <When at={leftAt} none="is there" utc /> },
  ];
  return (
    <Section title="Tracks of this room" isEmpty={tracks.length === 0}>
      <List rows={tracks} columns={columns} keyOf={({ id }) => id} />
    </Section>
  );
}
