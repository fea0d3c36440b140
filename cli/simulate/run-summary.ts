import { counted } from '../../terminal/counted.ts';
import { type Look, tableOf } from '../../terminal/text-table.ts';
import { comparisonLines } from './comparison-lines.ts';
import { grouped } from './grouped.ts';
import type { Played } from './run-simulation.ts';
import type { Delivered } from './send-all.ts';

/** What a person reads once it is over. */
export function summary(played: Played, look: Look): string {
  return [
    answers(played.delivered, look),
    '',
    look.colours.dim(pace(played)),
    '',
    ...comparisonLines(played, look),
  ].join('\n');
}

/** The same for machines. */
export function playedJson({ delivered, ms, comparison }: Played) {
  const outcomes = byOutcome(delivered).map(([outcome, { length }]) => [outcome, length]);
  const { median, slowest } = timesOf(delivered);
  const compared = comparison instanceof Error ? { error: comparison.message } : (comparison ?? null);
  return { hooks: Object.fromEntries(outcomes), ms, medianMs: median, slowestMs: slowest, comparison: compared };
}

const byOutcome = (delivered: readonly Delivered[]): [string, Delivered[]][] => [
  ...grouped(delivered, ({ answer }) => (answer.ok ? answer.outcome : `failed: ${answer.outcome}`)),
];

/** How many hooks were answered what. */
function answers(delivered: readonly Delivered[], look: Look): string {
  const { red, green } = look.colours;
  const rows = byOutcome(delivered).map(([outcome, { length }]) => ({ outcome, count: String(length) }));
  const paint = (text: string) => (text.startsWith('failed') ? red(text) : text);
  const digits = Math.max('Hooks'.length, ...rows.map(({ count }) => count.length));
  return tableOf(
    [
      { head: 'Hooks', text: ({ count }) => count.padStart(digits) },
      {
        head: 'Answer',
        text: ({ outcome }) => outcome,
        paint: (text) => (text === 'recorded' ? green(text) : paint(text)),
      },
    ],
    rows,
    look,
  );
}

function pace({ delivered, ms }: Played): string {
  const { median, slowest } = timesOf(delivered);
  const again = delivered.reduce((sum, { answer }) => sum + answer.attempts - 1, 0);
  const took = `${counted(delivered.length, 'hook')} in ${(ms / 1_000).toFixed(1)} s`;
  const answered = `answered in ${Math.round(median)} ms (median), ${Math.round(slowest)} ms (slowest)`;
  return `${took}, ${answered}${again > 0 ? `, ${counted(again, 'attempt')} more than hooks` : ''}`;
}

/** How long answers took, in ms. */
function timesOf(delivered: readonly Delivered[]) {
  const times = delivered.map(({ answer }) => answer.ms).sort((a, b) => a - b);
  return { median: times[Math.floor(times.length / 2)] ?? 0, slowest: times.at(-1) ?? 0 };
}
