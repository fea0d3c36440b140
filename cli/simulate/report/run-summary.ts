import { groupBy } from '../../../lambda/group-by.ts';
import { pluralize } from '../../../lambda/text/pluralize.ts';
import { renderTable, type TerminalStyle } from '../../../terminal/text-table.ts';
import { type ResponseTimes, responseTimes } from '../response-times.ts';
import type { RunResult } from '../run-simulation.ts';
import type { DeliveryResult } from '../send-all.ts';
import { comparisonLines } from './comparison-lines.ts';

/** Returns the result for people. */
export function formatSummary(result: RunResult, style: TerminalStyle): string {
  return [
    answerTable(result.delivered, style),
    '',
    style.colours.dim(paceLine(result)),
    '',
    ...comparisonLines(result, style),
  ].join('\n');
}

/** Returns the result for `--json`. */
export function toResultJson({ delivered, ms, comparison }: RunResult) {
  const outcomes = groupByOutcome(delivered).map(([outcome, { length }]) => [outcome, length]);
  const { p50: median, slowest } = timesOf(delivered);
  const compared = comparison instanceof Error ? { error: comparison.message } : (comparison ?? null);
  return { hooks: Object.fromEntries(outcomes), ms, medianMs: median, slowestMs: slowest, comparison: compared };
}

const groupByOutcome = (delivered: readonly DeliveryResult[]): [string, DeliveryResult[]][] => [
  ...groupBy(delivered, ({ answer }) => (answer.ok ? answer.outcome : `failed: ${answer.outcome}`)),
];

/** Returns a table of the answers and their counts. */
function answerTable(delivered: readonly DeliveryResult[], style: TerminalStyle): string {
  const { red, green } = style.colours;
  const rows = groupByOutcome(delivered).map(([outcome, { length }]) => ({ outcome, count: String(length) }));
  const paint = (text: string) => (text.startsWith('failed') ? red(text) : text);
  const digits = Math.max('Hooks'.length, ...rows.map(({ count }) => count.length));
  return renderTable(
    [
      { head: 'Hooks', text: ({ count }) => count.padStart(digits) },
      {
        head: 'Answer',
        text: ({ outcome }) => outcome,
        paint: (text) => (text === 'recorded' ? green(text) : paint(text)),
      },
    ],
    rows,
    style,
  );
}

function paceLine({ delivered, ms }: RunResult): string {
  const { p50: median, slowest } = timesOf(delivered);
  const retries = delivered.reduce((sum, { answer }) => sum + answer.attempts - 1, 0);
  const took = `${pluralize(delivered.length, 'hook')} in ${(ms / 1_000).toFixed(1)} s`;
  const answered = `answered in ${Math.round(median)} ms (median), ${Math.round(slowest)} ms (slowest)`;
  return `${took}, ${answered}${retries > 0 ? `, ${pluralize(retries, 'attempt')} more than hooks` : ''}`;
}

const timesOf = (delivered: readonly DeliveryResult[]): ResponseTimes =>
  responseTimes(delivered.map(({ answer }) => answer.ms));
