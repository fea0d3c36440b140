import { appendFileSync, readFileSync } from 'node:fs';
import pc from 'picocolors';
import { grouped } from '../../cli/simulate/grouped.ts';
import type { Delivered } from '../../cli/simulate/send-all.ts';
import { countsOf } from '../../cli/simulate/stream-summary.ts';
import { type Column, tableOf } from '../../terminal/text-table.ts';
import type { Verdict } from './verdict.ts';

/** What is told of one load that a fault hit. */
export interface Figures {
  readonly fault: string;
  readonly retries: number | 'until 200';
  readonly sent: number;
  readonly answered200: number;
  readonly outcomes: string;
  readonly slowestMs: number;
  /** For how long the process of the sender was too busy for anything else at the most: the slowest answer may be that much of its making. */
  readonly busyMs: number;
  readonly lost: number;
  readonly wrong: number;
  readonly twice: number;
  readonly doubtful: number;
}

export function figuresOf(
  what: Pick<Figures, 'fault' | 'retries' | 'busyMs'>,
  delivered: readonly Delivered[],
  { lost, wrong, twice, doubtful }: Verdict,
): Figures {
  return {
    ...what,
    sent: delivered.length,
    answered200: delivered.filter(({ answer }) => answer.ok).length,
    outcomes: countsOf(delivered.map(({ answer }) => answer.outcome)),
    slowestMs: Math.round(Math.max(...delivered.map(({ answer }) => answer.ms))),
    lost: lost.length,
    wrong: wrong.length,
    twice: twice.length,
    doubtful,
  };
}

/** Figures are told of when all tests have ended, each file of which runs in a process of its own: they meet in a file. */
export function tellFigures(file: string, figures: Figures): void {
  appendFileSync(file, `${JSON.stringify(figures)}\n`);
}

/** The loads of a fault one below the other, as they do not always end. */
export function toldFigures(file: string): Figures[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const all: Figures[] = lines.filter((line) => line !== '').map((line) => JSON.parse(line));
  return [...grouped(all, ({ fault }) => fault).values()].flat();
}

const number = (head: string, of: (figures: Figures) => number): Column<Figures> => ({
  head,
  text: (figures) => String(of(figures)).padStart(head.length),
});

/** A table for a person. */
export function figuresTable(all: readonly Figures[]): string {
  const columns: Column<Figures>[] = [
    { head: 'fault', text: ({ fault }) => fault },
    { head: 'retries', text: ({ retries }) => String(retries) },
    number('sent', ({ sent }) => sent),
    number('200', ({ answered200 }) => answered200),
    { head: 'outcomes', text: ({ outcomes }) => outcomes },
    number('slowest ms', ({ slowestMs }) => slowestMs),
    number('busy ms', ({ busyMs }) => busyMs),
    number('lost', ({ lost }) => lost),
    number('wrong', ({ wrong }) => wrong),
    number('twice', ({ twice }) => twice),
    number('doubtful', ({ doubtful }) => doubtful),
  ];
  return tableOf(columns, all, { width: Number.POSITIVE_INFINITY, colours: pc.createColors(false) });
}
