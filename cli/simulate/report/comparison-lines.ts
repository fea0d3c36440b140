import { pluralize } from '../../../lambda/text/pluralize.ts';
import { toPrintable } from '../../../terminal/printable.ts';
import { renderTable, type TerminalStyle } from '../../../terminal/text-table.ts';
import { type Comparison, findMismatches } from '../compare.ts';
import type { ComparisonRow } from '../compare-stream.ts';
import type { RunResult } from '../run-simulation.ts';
import { NONE, type StreamSummary } from '../stream-summary.ts';

/** Maximum number of streams that are listed; further ones are counted, and printed only when they differ. */
const MAX_ROWS = 30;

/** Returns the expected state of each stream, and the differences of the read API. */
export function comparisonLines(result: RunResult, style: TerminalStyle): string[] {
  const { comparison } = result;
  if (comparison === undefined) return ['Not compared with the read API.'];
  if (comparison instanceof Error)
    return [style.colours.red(`Not compared with the read API: ${toPrintable(withCauseCode(comparison))}.`)];
  if (comparison.streams.length + comparison.servers.length === 0)
    return ['Nothing to compare: every stream has a hook that was not answered 200.'];
  const wrongRows = findMismatches(comparison).flatMap((row) => mismatchLines(row, style));
  return [
    streamTable(comparison.streams, style),
    '',
    ...noteLines(result),
    ...presumedLines(comparison),
    ...wrongRows,
    verdictLine(comparison, style),
  ];
}

function streamTable(streams: readonly ComparisonRow<StreamSummary>[], style: TerminalStyle): string {
  const { green, red } = style.colours;
  const rows = streams.slice(0, MAX_ROWS);
  const table = renderTable<ComparisonRow<StreamSummary>>(
    [
      { head: 'Stream', text: ({ id }) => id, truncatesMiddle: true },
      {
        head: 'Status',
        text: ({ expected }) => expected.status,
        paint: (text) => (text === 'live' ? green(text) : text),
      },
      { head: 'Sessions', text: ({ expected }) => orNull(expected.sessions) },
      { head: 'Recordings', text: ({ expected }) => (expected.recordings === '0' ? null : expected.recordings) },
      { head: 'Tracks', text: ({ expected }) => (expected.tracks === NONE ? null : countItems(expected.tracks)) },
      { head: 'Last error', text: ({ expected }) => orNull(expected.lastError) },
      {
        head: 'Read API',
        text: ({ wrong }) => (wrong.length === 0 ? 'ok' : 'wrong'),
        paint: (text, { wrong }) => (wrong.length === 0 ? green(text) : red(text)),
      },
    ],
    rows,
    style,
  );
  return rows.length < streams.length ? `${table}\n… and ${streams.length - rows.length} more` : table;
}

const countItems = (words: string): string => String(words.split(', ').length);
const orNull = (text: string): string | null => (text === NONE ? null : text);

function noteLines({ delivered, orderIsKnown }: RunResult): string[] {
  const failed = delivered.filter(({ answer }) => !answer.ok).length;
  const deferred = delivered.filter(({ answer }) => answer.outcome === 'deferred').length;
  const lines = [
    !orderIsKnown && 'The order of events is unknown: this version sends no timestamps, and --shuffle is set.',
    !orderIsKnown && 'What depends on it was not compared, and is a ? above.',
    failed > 0 && `${pluralize(failed, 'hook')} not answered 200: their streams and servers were not compared.`,
    deferred > 0 && `${pluralize(deferred, 'hook')} deferred: the read API may not show them yet.`,
  ];
  return lines.filter((line) => line !== false);
}

/** Names the ends that no hook reported: the table has them as `presumedEnded`. */
function presumedLines({ streams }: Comparison): string[] {
  const count = streams.filter(({ expected }) => expected.sessions.includes('presumedEnded')).length;
  return count === 0
    ? []
    : [`${pluralize(count, 'stream')} with an end that the receiver presumed: presumedEnded above.`];
}

function mismatchLines({ id, wrong }: ComparisonRow<unknown>, { colours }: TerminalStyle): string[] {
  const lines = wrong.map(
    ({ field, expected, found }) => `  ${field}: expected ${expected}, found ${toPrintable(found)}`,
  );
  return [colours.red(id), ...lines];
}

function verdictLine(comparison: Comparison, { colours }: TerminalStyle): string {
  const { streams, servers } = comparison;
  const wrong = findMismatches(comparison).length;
  const all = [
    streams.length > 0 && pluralize(streams.length, 'stream'),
    servers.length > 0 && pluralize(servers.length, 'server'),
  ];
  const compared = all.filter((part) => part !== false).join(' and ');
  if (wrong === 0) return colours.green(`The read API matches the hooks: ${compared} as expected.`);
  return colours.red(`The read API differs from the hooks: ${wrong} of ${compared} wrong.`);
}

/** Adds the system's code to a message such as "fetch failed". */
function withCauseCode({ message, cause }: Error): string {
  return cause instanceof Error && 'code' in cause ? `${message} (${String(cause.code)})` : message;
}
