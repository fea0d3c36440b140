import { missingOf } from '../../concerns.ts';
import { expectedRequest } from '../../requests.ts';
import { streamKey } from '../../samples.ts';
import { titleOf } from '../../visible-text.ts';
import { DataTable } from '../data-table.tsx';
import { Elapsed } from '../elapsed.tsx';
import { StreamLink } from '../stream-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { useAnswer, useBoard } from '../use-board.ts';

/** The expected streams that are missing, newest first. */
export function MissingTable() {
  const { app } = useBoard().state.view;
  const answer = useAnswer(expectedRequest);
  if (answer === undefined) return null;
  const missing = missingOf(answer.body.expected, app).sort((a, b) => b.since.localeCompare(a.since));
  if (missing.length === 0) return <p class="nothing">No expected stream is missing.</p>;
  return (
    <DataTable
      rows={missing}
      keyOf={streamKey}
      columns={[
        { head: 'Stream', cell: (one) => <StreamLink app={one.app} id={one.id} text={titleOf(one)} /> },
        { head: 'App', cell: (one) => <UntrustedText text={one.app} /> },
        { head: 'Id', cell: ({ id }) => <UntrustedText text={id} /> },
        { head: 'Missing for', cell: ({ since }) => <Elapsed since={since} now={answer.now} /> },
        { head: 'Since', cell: ({ since }) => <Timestamp at={since} utc /> },
      ]}
    />
  );
}
