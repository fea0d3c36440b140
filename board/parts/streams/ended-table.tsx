import type { Stream } from '../../responses.ts';
import { Duration } from '../duration.tsx';
import { LastError } from '../last-error.tsx';
import { RecordingLink } from '../recording-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { type Column, StreamTable } from './stream-table.tsx';

const columns: readonly Column[] = [
  { ...{ head: 'Ended', sort: 'ended', class: 'since' }, cell: ({ endedAt }) => <Timestamp at={endedAt} isMinute /> },
  {
    ...{ head: 'Lasted', sort: 'duration', class: 'duration' },
    cell: ({ durationMs }) => <Duration ms={durationMs} since={null} />,
  },
  { ...{ head: 'Why', sort: 'why', class: 'why' }, cell: ({ status }) => whyOf(status) },
  {
    ...{ head: 'Recording', sort: 'recording', class: 'recording' },
    cell: ({ lastRecording }) => <RecordingLink recording={lastRecording} />,
  },
  {
    ...{ head: 'Last error', sort: 'error', class: 'error' },
    cell: ({ lastError }) => <LastError error={lastError} isNarrow />,
  },
];

/** The streams that are not live. */
export const EndedTable = (props: { streams: readonly Stream[]; hasApps: boolean }) => (
  <StreamTable kind="ended" caption="Not live" columns={columns} {...props} />
);

function whyOf(status: Stream['status']): string {
  return { live: '–', unknown: 'no start or end is known', ended: 'ended', presumedEnded: 'no sign since then' }[
    status
  ];
}
