import { toPrintable } from '../../terminal/printable.ts';
import { type Column, renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { truncate } from '../../terminal/truncate.ts';
import { sinceOf } from '../../words/status.ts';
import { formatTime } from '../../words/time.ts';
import type { Stream, StreamList } from './fetch-streams.ts';
import { formatError, formatKnownDuration, formatStatus, formatVideo, paintStatus } from './format-stream.ts';

/** Renders the table of streams, at most `rows` rows, and a line that counts all streams. */
export function renderList(
  { streams, more }: StreamList,
  now: number,
  style: TerminalStyle,
  rows = streams.length,
): string {
  if (streams.length === 0) return 'No streams.';
  const counts = new Map<string, number>();
  for (const status of streams.map(formatStatus)) counts.set(status, (counts.get(status) ?? 0) + 1);
  const summary = [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
  const hidden = rows < streams.length ? `; the first ${rows} are shown` : '';
  const rest = more ? `; there are more than these ${streams.length}` : '';
  const table = renderTable(createColumns(now, style), streams.slice(0, rows), style);
  return `${table}\n\n${style.colours.dim(truncate(toPrintable(summary + hidden + rest), style.width))}`;
}

function createColumns(now: number, { colours }: TerminalStyle): Column<Stream>[] {
  return [
    { head: 'STATUS', text: formatStatus, paint: (text, stream) => paintStatus(text, stream, colours) },
    { head: 'STREAM', text: ({ app, id }) => `${app}/${id}`, minWidth: 24, truncatesMiddle: true },
    { head: 'NAME', text: ({ name }) => name, minWidth: 10, isOptional: true },
    {
      head: 'SINCE',
      text: (stream) => {
        const since = sinceOf(stream);
        return since === null ? null : formatTime(since, now);
      },
    },
    { head: 'DURATION', text: ({ durationMs }) => formatKnownDuration(durationMs), isOptional: true },
    { head: 'VIDEO', text: formatVideo, isOptional: true },
    { head: 'LAST ERROR', text: formatError, minWidth: 10, paint: (text) => colours.red(text) },
  ];
}
