import { bothTimes, shortTime } from '../../terminal/local-time.ts';
import { cut, showable } from '../../terminal/printable.ts';
import { type Column, type Look, tableOf } from '../../terminal/text-table.ts';
import type { StreamDetail } from './ask-receiver.ts';
import { durationWords, paintStatus, statusWords } from './status-words.ts';
import { factsOf } from './stream-facts.ts';

/** So many rows of each list are shown: --json has the rest. */
const ROWS = 10;

/** One stream as text, with all that is told of it. */
export function streamView(stream: StreamDetail, now: number, look: Look): string {
  const { colours, width } = look;
  const words = statusWords(stream);
  const title = `${cut(showable(`${stream.app}/${stream.id}`), width - words.length - 2)}  `;
  return [
    `${colours.bold(title)}${paintStatus(words, stream, colours)}`,
    ...factsOf(stream, now).map(([name, text]) => `${colours.dim(name.padEnd(12))}${cut(showable(text), width - 12)}`),
    ...section('Sessions', stream.sessions, sessionColumns(now), look),
    ...section('Recordings', stream.recordings, recordingColumns(now), look),
    ...section('Tracks', stream.tracks, trackColumns(now), look),
    ...section('Last events', stream.events, eventColumns(stream.id, now), look),
  ].join('\n');
}

function section<T>(title: string, rows: readonly T[], columns: readonly Column<T>[], look: Look): string[] {
  if (rows.length === 0) return [];
  const shown = rows.length > ROWS ? ` (${ROWS} of ${rows.length})` : '';
  return ['', look.colours.bold(`${title}${shown}`), tableOf(columns, rows.slice(0, ROWS), look)];
}

type RowOf<List extends 'sessions' | 'recordings' | 'tracks' | 'events'> = StreamDetail[List][number];

const sessionColumns = (now: number): Column<RowOf<'sessions'>>[] => [
  { head: 'STARTED', text: ({ startedAt }) => (startedAt === null ? 'missed' : bothTimes(startedAt, now)) },
  { head: 'ENDED', text: ({ endedAt }) => (endedAt === null ? 'runs' : shortTime(endedAt, now)) },
  { head: 'DURATION', text: ({ durationMs }) => durationWords(durationMs) },
  { head: 'WHY', text: ({ endReason }) => endReason },
];

const recordingColumns = (now: number): Column<RowOf<'recordings'>>[] => [
  { head: 'AT', text: ({ at }) => shortTime(at, now) },
  { head: 'NAME', text: ({ name }) => name },
  { head: 'DURATION', text: ({ durationMs }) => durationWords(durationMs) },
  { head: 'VOD', text: ({ vodId }) => vodId },
];

const trackColumns = (now: number): Column<RowOf<'tracks'>>[] => [
  { head: 'TRACK', text: ({ id }) => id, cutsMiddle: true },
  { head: 'JOINED', text: ({ joinedAt }) => (joinedAt === null ? 'missed' : shortTime(joinedAt, now)) },
  { head: 'LEFT', text: ({ leftAt }) => (leftAt === null ? 'is there' : shortTime(leftAt, now)) },
];

const eventColumns = (streamId: string, now: number): Column<RowOf<'events'>>[] => [
  { head: 'AT', text: ({ at }) => shortTime(at, now) },
  { head: 'ACTION', text: ({ action }) => action },
  { head: 'WHO', text: ({ fields }) => whoOf(fields, streamId), cutsMiddle: true },
  { head: 'OUTCOME', text: ({ outcome }) => outcome },
  { head: 'RECEIVED', text: ({ receivedAt }) => receivedAt && bothTimes(receivedAt, now), least: 9 },
];

/** Whom an event names besides its stream: the subtrack of a room, a viewer, a publisher. */
function whoOf({ id, subscriberId }: RowOf<'events'>['fields'], streamId: string): string | null {
  if (typeof id === 'string' && id !== streamId) return id;
  return typeof subscriberId === 'string' ? subscriberId : null;
}
