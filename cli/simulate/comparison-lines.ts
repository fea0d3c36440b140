import { counted } from '../../terminal/counted.ts';
import { showable } from '../../terminal/printable.ts';
import { type Look, tableOf } from '../../terminal/text-table.ts';
import type { Compared, Comparison } from './compare.ts';
import type { Played } from './run-simulation.ts';
import { type Facts, NONE } from './stream-summary.ts';
import { wrongOnes } from './verdict.ts';

/** More streams than this are counted, not listed; the wrong ones are told of all the same. */
const MOST_ROWS = 30;

/** What the read API should say, stream by stream, and where it says something else. */
export function comparisonLines(played: Played, look: Look): string[] {
  const { comparison } = played;
  if (comparison === undefined) return ['Not compared with the read API.'];
  if (comparison instanceof Error)
    return [look.colours.red(`Not compared with the read API: ${showable(reasonOf(comparison))}.`)];
  if (comparison.streams.length + comparison.servers.length === 0)
    return ['Nothing to compare: about every stream something was not answered 200.'];
  const wrong = wrongOnes(comparison).flatMap((one) => wrongLines(one, look));
  return [streamTable(comparison.streams, look), '', ...notes(played), ...wrong, verdict(comparison, look)];
}

function streamTable(streams: readonly Compared<Facts>[], look: Look): string {
  const { green, red } = look.colours;
  const rows = streams.slice(0, MOST_ROWS);
  const table = tableOf<Compared<Facts>>(
    [
      { head: 'Stream', text: ({ id }) => id, cutsMiddle: true },
      {
        head: 'Status',
        text: ({ expected }) => expected.status,
        paint: (text) => (text === 'live' ? green(text) : text),
      },
      { head: 'Sessions', text: ({ expected }) => told(expected.sessions) },
      { head: 'Recordings', text: ({ expected }) => (expected.recordings === '0' ? null : expected.recordings) },
      { head: 'Tracks', text: ({ expected }) => (expected.tracks === NONE ? null : countOf(expected.tracks)) },
      { head: 'Last error', text: ({ expected }) => told(expected.lastError) },
      {
        head: 'Found',
        text: ({ wrong }) => (wrong.length === 0 ? 'ok' : 'wrong'),
        paint: (text, { wrong }) => (wrong.length === 0 ? green(text) : red(text)),
      },
    ],
    rows,
    look,
  );
  return rows.length < streams.length ? `${table}\n… and ${streams.length - rows.length} more` : table;
}

const countOf = (words: string): string => String(words.split(', ').length);
const told = (fact: string): string | null => (fact === NONE ? null : fact);

function notes({ delivered, orderIsKnown }: Played): string[] {
  const failed = delivered.filter(({ answer }) => !answer.ok).length;
  const deferred = delivered.filter(({ answer }) => answer.outcome === 'deferred').length;
  const lines = [
    !orderIsKnown && 'Order cannot be judged: this version sends no timestamps, and --shuffle was asked for.',
    !orderIsKnown && 'What order decides was not compared, and is a ? above.',
    failed > 0 && `${counted(failed, 'hook')} not answered 200: whatever they are about was not compared.`,
    deferred > 0 && `${counted(deferred, 'hook')} deferred: the read API may not know of it yet.`,
  ];
  return lines.filter((line) => line !== false);
}

function wrongLines({ id, wrong }: Compared<unknown>, { colours }: Look): string[] {
  const lines = wrong.map(({ field, expected, found }) => `  ${field}: expected ${expected}, found ${showable(found)}`);
  return [colours.red(id), ...lines];
}

function verdict(comparison: Comparison, { colours }: Look): string {
  const { streams, servers } = comparison;
  const wrong = wrongOnes(comparison).length;
  const all = [
    streams.length > 0 && counted(streams.length, 'stream'),
    servers.length > 0 && counted(servers.length, 'server'),
  ];
  const asked = all.filter((part) => part !== false).join(' and ');
  if (wrong === 0) return colours.green(`The read API says what was sent: ${asked} as expected.`);
  return colours.red(`The read API says something else: ${wrong} of ${asked} wrong.`);
}

/** "fetch failed" alone helps nobody: its cause has the system's code. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error && 'code' in cause ? `${message} (${String(cause.code)})` : message;
}
