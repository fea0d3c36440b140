import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toPrintable } from '../../terminal/printable.ts';
import type { Colours, TerminalStyle } from '../../terminal/text-table.ts';
import { measureWidth, truncate, truncateMiddle } from '../../terminal/truncate.ts';
import { formatTime } from '../../words/time.ts';
import { describeAnnouncement, detailTypes } from './describe-announcement.ts';

/** The width of the column of streams, in columns of the terminal. */
const STREAM_WIDTH = 28;
const TYPE_WIDTH = Math.max(...detailTypes.map((type) => type.length));

/** Renders an announcement as one line of at most the terminal's width; `now` is in ms since the epoch. */
export function renderAnnouncement(announcement: Announcement, now: number, { width, colours }: TerminalStyle): string {
  const { 'detail-type': type, time } = announcement;
  const clock = formatTime(time, now);
  const subject = truncateMiddle(toPrintable(subjectOf(announcement)), STREAM_WIDTH);
  const typeText = toPrintable(type).padEnd(TYPE_WIDTH);
  const left = `${clock}  ${typeText}  ${subject}`;
  const padding = ' '.repeat(Math.max(0, STREAM_WIDTH - measureWidth(subject)));
  const rest = [describe(announcement, now), announcement.detail.stream?.name].filter(Boolean).join('  '); // a narrow terminal cuts the name first
  const line = truncate(`${left}${padding}  ${toPrintable(rest)}`, width).trimEnd();
  if (!line.startsWith(left)) return line; // too narrow for colours
  return `${colours.dim(clock)}  ${paintOf(type, colours)(typeText)}  ${subject}${line.slice(left.length)}`;
}

/** The stream; of an announcement of a media server, or without an id, its app. */
export const subjectOf = ({ detail: { app, id } }: Announcement): string => (id === null ? app : `${app}/${id}`);

/** A detail of another version may lack fields: the line says so, and the command goes on. */
function describe(announcement: Announcement, now: number): string {
  try {
    return describeAnnouncement(announcement, now);
  } catch {
    return '(of another version: --json shows it)';
  }
}

function paintOf(type: string, { green, yellow, red, dim }: Colours): (text: string) => string {
  if (type === 'Stream Started' || type === 'Stream Back') return green;
  if (type === 'Stream Error' || type === 'Stream Missing' || type === 'Server Alarm') return red;
  if (type === 'Stream Corrected' || type === 'Publish Refused') return yellow;
  return type === 'Stream Ended' ? dim : String;
}
