import type { StreamResponse } from '../../responses.ts';
import { CopyButton } from '../copy-button.tsx';
import { type Column, DataTable } from '../data-table.tsx';
import { Duration } from '../duration.tsx';
import { RecordingLink } from '../recording-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { Section } from './section.tsx';

type Recording = StreamResponse['recordings'][number];

const columns: Column<Recording>[] = [
  { head: 'Ready', cell: ({ at }) => <Timestamp at={at} utc /> },
  { head: 'Name', cell: (recording) => <RecordingLink recording={recording} /> },
  { head: 'Duration', cell: ({ durationMs }) => <Duration ms={durationMs} since={null} /> },
  {
    head: 'VoD id',
    cell: ({ vodId }) =>
      vodId === null ? (
        '–'
      ) : (
        <>
          <UntrustedText text={vodId} /> <CopyButton text={vodId} label="id" />
        </>
      ),
  },
];

export function RecordingList({ recordings }: { recordings: readonly Recording[] }) {
  return (
    <Section title="Recordings" isEmpty={recordings.length === 0}>
      <DataTable rows={recordings} columns={columns} keyOf={({ vodId, at }) => `${at} ${vodId}`} />
    </Section>
  );
}
