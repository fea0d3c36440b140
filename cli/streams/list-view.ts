import { shortTime } from '../../terminal/local-time.ts';
import { cut, showable } from '../../terminal/printable.ts';
import { type Column, type Look, tableOf } from '../../terminal/text-table.ts';
import type { Stream, Streams } from './ask-receiver.ts';
import { durationWords, errorWords, paintStatus, sinceOf, statusWords, videoWords } from './status-words.ts';

/** The table of streams as text, of so many rows at most, with a line that counts all of them. */
export function listView({ streams, more }: Streams, now: number, look: Look, rows = streams.length): string {
  if (streams.length === 0) return 'No streams: none was heard of, or none is as asked for.';
  const counts = new Map<string, number>();
  for (const words of streams.map(statusWords)) counts.set(words, (counts.get(words) ?? 0) + 1);
  const counted = [...counts].map(([words, count]) => `${count} ${words}`).join(', ');
  const hidden = rows < streams.length ? `; the first ${rows} are shown` : '';
  const rest = more ? `; there are more than these ${streams.length}` : '';
  const table = tableOf(columnsAt(now, look), streams.slice(0, rows), look);
  return `${table}\n\n${look.colours.dim(cut(showable(counted + hidden + rest), look.width))}`;
}

function columnsAt(now: number, { colours }: Look): Column<Stream>[] {
  return [
    { head: 'STATUS', text: statusWords, paint: (text, stream) => paintStatus(text, stream, colours) },
    { head: 'STREAM', text: ({ app, id }) => `${app}/${id}`, least: 24, cutsMiddle: true },
    { head: 'NAME', text: ({ name }) => name, least: 10, isOptional: true },
    {
      head: 'SINCE',
      text: (stream) => {
        const since = sinceOf(stream);
        return since === null ? null : shortTime(since, now);
      },
    },
    { head: 'DURATION', text: ({ durationMs }) => durationWords(durationMs), isOptional: true },
    { head: 'VIDEO', text: videoWords, isOptional: true },
    { head: 'LAST ERROR', text: errorWords, least: 10, paint: (text) => colours.red(text) },
  ];
}
