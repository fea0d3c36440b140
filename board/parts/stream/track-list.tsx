import { MISSED, STILL_THERE } from '../../../words/session.ts';
import type { StreamResponse } from '../../responses.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { StreamLink } from '../stream-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { Section } from './section.tsx';

type Track = StreamResponse['tracks'][number];

/** The tracks that are or were in a room; each is a stream with a page of its own. */
export function TrackList({ app, tracks }: { app: string; tracks: readonly Track[] }) {
  const columns: Column<Track>[] = [
    { head: 'Track', cell: ({ id }) => <StreamLink app={app} id={id} /> },
    { head: 'Joined', cell: ({ joinedAt }) => <Timestamp at={joinedAt} none={MISSED} utc /> },
    { head: 'Left', cell: ({ leftAt }) => <Timestamp at={leftAt} none={STILL_THERE} utc /> },
  ];
  return (
    <Section title="Tracks of this room" isEmpty={tracks.length === 0}>
      <DataTable rows={tracks} columns={columns} keyOf={({ id }) => id} />
    </Section>
  );
}
