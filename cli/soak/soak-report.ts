import { pluralize } from '../../lambda/text/pluralize.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { renderTable, type TerminalStyle } from '../../terminal/text-table.ts';
import { findMismatches } from '../simulate/compare.ts';
import { type ResponseTimes, responseTimes } from '../simulate/response-times.ts';
import type { RunResult } from '../simulate/run-simulation.ts';
import type { Tally } from './tally.ts';

/** Returns the line of a round. */
export function roundLine(
  { delivered, ms, comparison }: RunResult,
  { rounds, lastMemory }: Tally,
  at = new Date(),
): string {
  const failed = delivered.filter(({ answer }) => !answer.ok).length;
  return [
    at.toISOString().slice(11, 19),
    `round ${rounds}`,
    `${pluralize(delivered.length, 'hook')} in ${(ms / 1_000).toFixed(1)} s`,
    `${failed} failed`,
    comparisonText(comparison),
    timesText(responseTimes(delivered.map(({ answer }) => answer.ms))),
    `memory ${memoryText(lastMemory)}`,
  ].join('  ');
}

function comparisonText(comparison: RunResult['comparison']): string {
  if (comparison === undefined || comparison instanceof Error) return 'not compared';
  return `${findMismatches(comparison).length} of ${pluralize(comparison.streams.length, 'stream')} wrong`;
}

const timesText = ({ p50, p99, slowest }: ResponseTimes): string =>
  `p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms, slowest ${Math.round(slowest)} ms`;

interface Row {
  readonly label: string;
  readonly value: string;
  readonly isBad?: boolean;
}

/** Returns the result of a soak. */
export function formatReport(tally: Tally, style: TerminalStyle): string {
  const paint = (text: string, { isBad }: Row) => (isBad === true ? style.colours.red(text) : text);
  const table = renderTable<Row>(
    [
      { head: 'Soak', text: ({ label }) => label, paint },
      { head: 'Result', text: ({ value }) => value, paint },
    ],
    toRows(tally),
    style,
  );
  return [table, '', ...mismatchLines(tally), verdictLine(tally, style)].join('\n');
}

function toRows(tally: Tally): Row[] {
  const { answers, accepted, failed, streams, servers, mismatches, times } = tally;
  const hooks = accepted + failed;
  const outcomes = [...answers].map(([outcome, count]) => ({ label: `  ${outcome}`, value: String(count) }));
  return [
    { label: 'Rounds', value: String(tally.rounds) },
    { label: 'Hooks', value: String(hooks) },
    ...outcomes,
    { label: 'Answered 200', value: String(accepted) },
    { label: 'Not answered 200', value: String(failed), isBad: failed > 0 },
    { label: 'Compared', value: `${pluralize(streams, 'stream')}, ${pluralize(servers, 'server')}` },
    { label: 'Wrong', value: String(mismatches.length), isBad: mismatches.length > 0 },
    { label: 'Answered in', value: timesText(times) },
    ...memoryRows(tally),
  ];
}

function memoryRows({ memory: { start, warm, end } }: Tally): Row[] {
  if (start === undefined) return [{ label: 'Memory', value: memoryText(start) }];
  const growth = warm === undefined || end === undefined ? undefined : end - warm;
  return [
    { label: 'Memory at the start', value: `${memoryText(start)}, the receiver with its database` },
    { label: '  after warm-up', value: memoryText(warm) },
    { label: '  at the end', value: memoryText(end) },
    { label: '  growth since warm-up', value: memoryText(growth) },
  ];
}

const MEBIBYTE = 1024 ** 2;

function memoryText(bytes: number | undefined): string {
  return bytes === undefined ? 'not known' : `${Math.round(bytes / MEBIBYTE)} MiB`;
}

/** Maximum number of wrong streams that are listed; the others are only counted. */
const MAX_LISTED = 20;

function mismatchLines({ mismatches, errors }: Tally): string[] {
  const streams = mismatches.slice(0, MAX_LISTED).map(({ id, wrong: fields }) => {
    const differences = fields.map(({ field, expected, found }) => `${field}: expected ${expected}, found ${found}`);
    return toPrintable(`${id}  ${differences.join('; ')}`);
  });
  const reasons = new Set(errors.map(({ message }) => `Not compared with the read API: ${toPrintable(message)}.`));
  return [...streams, ...reasons];
}

function verdictLine({ isSuccessful, accepted }: Tally, { colours }: TerminalStyle): string {
  if (isSuccessful) return colours.green('Every hook was answered 200, and the read API matches the hooks.');
  if (accepted === 0) return colours.red('No hook was answered 200: check the URL, and that the receiver is running.');
  return colours.red('A hook was not answered 200, or the read API differs: see above.');
}
