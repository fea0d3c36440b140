import type { Answer } from '../../../client/api-types.ts';
import { formatEndReason, MISSED } from '../../../words/session.ts';
import { eventIdentity } from '../../event-history.ts';
import { titleOf } from '../../visible-text.ts';
import { CopyButton } from '../copy-button.tsx';
import { type Column, DataTable } from '../data-table.tsx';
import { Duration } from '../duration.tsx';
import { EventLine } from '../event-line.tsx';
import { RecordingLink } from '../recording-link.tsx';
import { Shape } from '../status-mark.tsx';
import { StreamLink } from '../stream-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { useBoard } from '../use-board.ts';
import { type ActivityResponse, appsOf } from './use-activity.ts';

type Session = Answer<'/sessions'>['sessions'][number];
type Recording = Answer<'/recordings'>['recordings'][number];

/** The rows of a page, or that there are none. */
export function ActivityRows({ response }: { response: ActivityResponse }) {
  const { list } = useBoard().state.view;
  const { body } = response;
  const apps = appsOf(response);
  const hasApps = apps.length > 1;
  if (apps.length === 0)
    return (
      <p class="nothing">
        {body.cursor === null ? `No ${list} in this period.` : `No ${list} here, but maybe older ones.`}
      </p>
    );
  if ('events' in body) return <EventRows events={body.events} hasApps={hasApps} />;
  if ('sessions' in body)
    return <DataTable rows={body.sessions} columns={sessionColumns(hasApps)} keyOf={sessionKey} />;
  return <DataTable rows={body.recordings} columns={recordingColumns(hasApps)} keyOf={recordingKey} />;
}

interface OfStream {
  readonly app: string;
  readonly id: string;
  readonly streamName: string | null;
}

/** The stream of a row, and its app where there are several. */
function StreamOfRow({ row: { app, id, streamName }, hasApps }: { row: OfStream; hasApps: boolean }) {
  return (
    <span class="of">
      <StreamLink app={app} id={id} text={titleOf({ name: streamName, id })} />
      {hasApps && (
        <span class="id">
          {' '}
          <UntrustedText text={app} />
        </span>
      )}
    </span>
  );
}

const EventRows = ({ events, hasApps }: { events: Answer<'/events'>['events']; hasApps: boolean }) => (
  <ol class="events">
    {events.map((event) => (
      <EventLine
        key={JSON.stringify([event.app, event.id, eventIdentity(event)])}
        event={event}
        above={<StreamOfRow row={event} hasApps={hasApps} />}
      />
    ))}
  </ol>
);

const streamColumn = (hasApps: boolean): Column<OfStream> => ({
  head: 'Stream',
  cell: (row) => <StreamOfRow row={row} hasApps={hasApps} />,
});

const sessionColumns = (hasApps: boolean): Column<Session>[] => [
  { head: 'Ended', cell: ({ endedAt }) => <Timestamp at={endedAt} /> },
  streamColumn(hasApps),
  { head: 'Lasted', cell: ({ durationMs }) => <Duration ms={durationMs} since={null} /> },
  { head: 'Started', cell: ({ startedAt }) => <Timestamp at={startedAt} none={MISSED} /> },
  { head: 'Why', cell: ({ endReason }) => <EndReason reason={endReason} /> },
];

const sessionKey = ({ app, id, startedAt, endedAt }: Session) => JSON.stringify([app, id, startedAt, endedAt]);

function EndReason({ reason }: { reason: Session['endReason'] }) {
  const text = formatEndReason(reason) ?? '–';
  if (reason !== 'presumedEnded') return <>{text}</>;
  return (
    <span class="status presumedEnded">
      <Shape kind="presumedEnded" />
      {text}
    </span>
  );
}

const recordingColumns = (hasApps: boolean): Column<Recording>[] => [
  { head: 'Ready', cell: ({ at }) => <Timestamp at={at} /> },
  streamColumn(hasApps),
  { head: 'Recording', cell: (recording) => <RecordingLink recording={recording} /> },
  { head: 'Duration', cell: ({ durationMs }) => <Duration ms={durationMs} since={null} /> },
  { head: 'VoD id', cell: ({ vodId }) => <VodId vodId={vodId} /> },
];

const recordingKey = ({ app, id, vodId, at }: Recording) => JSON.stringify([app, id, vodId, at]);

function VodId({ vodId }: { vodId: string | null }) {
  if (vodId === null) return <span class="none">–</span>;
  return (
    <>
      <UntrustedText text={vodId} /> <CopyButton text={vodId} label="id" />
    </>
  );
}
