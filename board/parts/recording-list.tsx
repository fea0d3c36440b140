import type { StreamAnswer } from '../answers.ts';
import { type Column, List } from './bounded-list.tsx';
import { Copy } from './copy.tsx';
import { Duration } from './duration.tsx';
import { Section } from './section.tsx';
import { Outside } from './untrusted-text.tsx';
import { When } from './when.tsx';

type Recording = StreamAnswer['recordings'][number];

const columns: Column<Recording>[] = [
  { head: 'Ready', cell: ({ at }) => <When at={at} utc /> },
  { head: 'Name', cell: ({ name }) => (name === null ? '–' : <Outside text={name} />) },
  { head: 'Duration', cell: ({ durationMs }) => <Duration ms={durationMs} since={null} /> },
  {
    head: 'VoD id',
    cell: ({ vodId }) =>
      vodId === null ? (
        '–'
      ) : (
        <>
          <Outside text={vodId} /> <Copy text={vodId} what="id" />
        </>
      ),
  },
];

export function Recordings({ recordings }: { recordings: readonly Recording[] }) {
  return (
    <Section title="Recordings" isEmpty={recordings.length === 0}>
      <List rows={recordings} columns={columns} keyOf={({ vodId, at }) => `${at} ${vodId}`} />
    </Section>
  );
}
