import type { ExpectedJson } from '../../lambda/reading/expected.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { truncate } from '../../terminal/truncate.ts';
import { formatCause, NO_SIGN_SINCE, UNTIL_NEXT_SIGN } from '../../words/presumed-end-text.ts';
import { formatEndReason, MISSED, STILL_LIVE, STILL_THERE } from '../../words/session.ts';
import { formatTime } from '../../words/time.ts';
import type { StreamDetail } from './fetch-streams.ts';
import { formatKnownDuration, formatStatus, formatTimeAndIso, paintStatus } from './format-stream.ts';
import { propertiesOf } from './stream-properties.ts';

/** The rows shown of each list; --json has the rest. */
const MAX_ROWS = 10;

/** Renders one stream with everything that is known about it, and whether it is live as expected. */
export function renderStream(stream: StreamDetail, now: number, style: TerminalStyle, expected?: ExpectedJson): string {
  const { colours, width } = style;
  const status = describeStatus(stream, now);
  const title = `${truncate(toPrintable(`${stream.app}/${stream.id}`), width - status.length - 2)}  `;
  return [
    `${colours.bold(title)}${paintStatus(status, stream, colours)}`,
    ...(stream.status === 'presumedEnded' ? [colours.dim(UNTIL_NEXT_SIGN)] : []),
    ...propertiesOf(stream, now, expected).map(
      ([name, text]) => `${colours.dim(name.padEnd(12))}${truncate(toPrintable(text), width - 12)}`,
    ),
    ...renderSection('Sessions', stream.sessions, sessionColumns(now), style),
    ...renderSection('Recordings', stream.recordings, recordingColumns(now), style),
    ...renderSection('Tracks', stream.tracks, trackColumns(now), style),
    ...renderSection('Last events', stream.events, eventColumns(stream.id, now), style),
  ].join('\n');
}

/** The status, and of a presumed end since when there is no sign of the stream. */
function describeStatus(stream: StreamDetail, now: number): string {
  const status = formatStatus(stream);
  if (stream.status !== 'presumedEnded' || stream.endedAt === null) return status;
  return `${status}: ${NO_SIGN_SINCE} ${formatTime(stream.endedAt, now)}`;
}

function renderSection<T>(
  title: string,
  rows: readonly T[],
  columns: readonly Column<T>[],
  style: TerminalStyle,
): string[] {
  if (rows.length === 0) return [];
  const shown = rows.length > MAX_ROWS ? ` (${MAX_ROWS} of ${rows.length})` : '';
  return ['', style.colours.bold(`${title}${shown}`), renderTable(columns, rows.slice(0, MAX_ROWS), style)];
}

type RowOf<List extends 'sessions' | 'recordings' | 'tracks' | 'events'> = StreamDetail[List][number];

const sessionColumns = (now: number): Column<RowOf<'sessions'>>[] => [
  { head: 'STARTED', text: ({ startedAt }) => (startedAt === null ? MISSED : formatTimeAndIso(startedAt, now)) },
  { head: 'ENDED', text: ({ endedAt }) => (endedAt === null ? STILL_LIVE : formatTime(endedAt, now)) },
  { head: 'DURATION', text: ({ durationMs }) => formatKnownDuration(durationMs) },
  { head: 'END REASON', text: ({ endReason }) => formatEndReason(endReason) },
];

const recordingColumns = (now: number): Column<RowOf<'recordings'>>[] => [
  { head: 'READY', text: ({ at }) => formatTime(at, now) },
  { head: 'NAME', text: ({ name }) => name },
  { head: 'DURATION', text: ({ durationMs }) => formatKnownDuration(durationMs) },
  { head: 'VOD ID', text: ({ vodId }) => vodId },
];

const trackColumns = (now: number): Column<RowOf<'tracks'>>[] => [
  { head: 'TRACK', text: ({ id }) => id, truncatesMiddle: true },
  { head: 'JOINED', text: ({ joinedAt }) => (joinedAt === null ? MISSED : formatTime(joinedAt, now)) },
  { head: 'LEFT', text: ({ leftAt }) => (leftAt === null ? STILL_THERE : formatTime(leftAt, now)) },
];

const eventColumns = (streamId: string, now: number): Column<RowOf<'events'>>[] => [
  { head: 'AT', text: ({ at }) => formatTime(at, now) },
  { head: 'ACTION', text: (event) => [event.action, formatCause(event)].filter(Boolean).join(': ') },
  { head: 'PARTICIPANT', text: ({ fields }) => participantOf(fields, streamId), truncatesMiddle: true },
  { head: 'OUTCOME', text: ({ outcome }) => outcome },
  { head: 'RECEIVED', text: ({ receivedAt }) => receivedAt && formatTimeAndIso(receivedAt, now), minWidth: 9 },
];

/** The subtrack of a room, the viewer or the publisher that an event is about besides its stream. */
function participantOf({ id, subscriberId }: RowOf<'events'>['fields'], streamId: string): string | null {
  if (typeof id === 'string' && id !== streamId) return id;
  return typeof subscriberId === 'string' ? subscriberId : null;
}
