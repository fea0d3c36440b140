import { appendFileSync, readFileSync } from 'node:fs';
import pc from 'picocolors';
import type { DeliveryResult } from '../../cli/simulate/send-all.ts';
import { formatCounts } from '../../cli/simulate/stream-summary.ts';
import { groupBy } from '../../lambda/group-by.ts';
import { type Column, renderTable } from '../../terminal/text-table.ts';
import type { Verdict } from './verdict.ts';

/** The figures of one load that a fault hit. */
export interface LoadFigures {
  readonly fault: string;
  readonly retries: number | 'until 200';
  readonly sent: number;
  readonly answered200: number;
  readonly outcomes: string;
  readonly slowestMs: number;
  /** The longest time for which the sender's process was blocked: up to this much of the slowest answer is its own delay. */
  readonly busyMs: number;
  readonly lost: number;
  readonly wrong: number;
  readonly twice: number;
  readonly doubtful: number;
}

export function figuresOf(
  load: Pick<LoadFigures, 'fault' | 'retries' | 'busyMs'>,
  delivered: readonly DeliveryResult[],
  { lost, wrong, twice, doubtful }: Verdict,
): LoadFigures {
  return {
    ...load,
    sent: delivered.length,
    answered200: delivered.filter(({ answer }) => answer.ok).length,
    outcomes: formatCounts(delivered.map(({ answer }) => answer.outcome)),
    slowestMs: Math.round(Math.max(...delivered.map(({ answer }) => answer.ms))),
    lost: lost.length,
    wrong: wrong.length,
    twice: twice.length,
    doubtful,
  };
}

/** Appends figures to a file: they are printed when all test files have ended, each in a process of its own. */
export function appendFigures(file: string, figures: LoadFigures): void {
  appendFileSync(file, `${JSON.stringify(figures)}\n`);
}

/** Returns the figures of a file, grouped by fault: loads do not end in that order. */
export function readFigures(file: string): LoadFigures[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const all: LoadFigures[] = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
  return [...groupBy(all, ({ fault }) => fault).values()].flat();
}

const numberColumn = (head: string, read: (figures: LoadFigures) => number): Column<LoadFigures> => ({
  head,
  text: (figures) => String(read(figures)).padStart(head.length),
});

export function formatFigures(all: readonly LoadFigures[]): string {
  const columns: Column<LoadFigures>[] = [
    { head: 'fault', text: ({ fault }) => fault },
    { head: 'retries', text: ({ retries }) => String(retries) },
    numberColumn('sent', ({ sent }) => sent),
    numberColumn('200', ({ answered200 }) => answered200),
    { head: 'outcomes', text: ({ outcomes }) => outcomes },
    numberColumn('slowest ms', ({ slowestMs }) => slowestMs),
    numberColumn('busy ms', ({ busyMs }) => busyMs),
    numberColumn('lost', ({ lost }) => lost),
    numberColumn('wrong', ({ wrong }) => wrong),
    numberColumn('twice', ({ twice }) => twice),
    numberColumn('doubtful', ({ doubtful }) => doubtful),
  ];
  return renderTable(columns, all, { width: Number.POSITIVE_INFINITY, colours: pc.createColors(false) });
}
