import Table from 'cli-table3';
import type pc from 'picocolors';
import { cut, cutMiddle, showable, widthOf } from './printable.ts';

export type Colours = ReturnType<typeof pc.createColors>;

/** The terminal that something is written for. */
export interface Look {
  /** In columns. */
  readonly width: number;
  readonly colours: Colours;
}

/** One column of a table; it is left out where it has nothing to say. */
export interface Column<T> {
  readonly head: string;
  /** The text of a cell, from wherever it came: null is an empty one. */
  readonly text: (row: T) => string | null;
  readonly paint?: (text: string, row: T) => string;
  /** How narrow it may get before the others do; without it, it is among those others. */
  readonly least?: number;
  /** Whether a text that does not fit is cut in its middle instead of at its end. */
  readonly cutsMiddle?: boolean;
  /** Whether it is left out where there is no room for every column in its least width: the last of these first. */
  readonly isOptional?: boolean;
}

const GAP = 2;
/** Below this a column says nothing more. */
const NARROWEST = 4;

/** Rows below light headings, as wide as the terminal at most. */
export function tableOf<T>(columns: readonly Column<T>[], rows: readonly T[], { width, colours }: Look): string {
  const filled = withRoom(columns.map((column) => filledFrom(column, rows)).filter(saysSomething), width);
  const natural = filled.map((column) => column.natural);
  const leasts = filled.map(({ least = Number.POSITIVE_INFINITY }) => least);
  const widths = fitted(natural, leasts, width - GAP * (filled.length - 1));
  const cell = (text: string, column: number) =>
    (filled[column]?.cutsMiddle ? cutMiddle : cut)(text, widths[column] ?? 0);
  const table = new Table({ chars: noLines, style: { 'padding-left': 0, 'padding-right': GAP, head: [] } });
  table.push(filled.map(({ head }, column) => colours.dim(cell(head, column))));
  for (const [index, row] of rows.entries()) {
    const texts = filled.map(({ texts }, column) => cell(texts[index] ?? '', column));
    table.push(texts.map((text, column) => (text && filled[column]?.paint?.(text, row)) || text));
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A column, what stands in it, and how wide that is. */
type Filled<T> = Column<T> & { readonly texts: readonly string[]; readonly natural: number };

function filledFrom<T>(column: Column<T>, rows: readonly T[]): Filled<T> {
  const texts = rows.map((row) => showable(column.text(row) ?? ''));
  return { ...column, texts, natural: Math.max(...[column.head, ...texts].map(widthOf)) };
}

const saysSomething = ({ texts }: Filled<never>): boolean => texts.some((text) => text !== '');

/** The columns without those optional ones that there is no room for. */
function withRoom<T>(columns: readonly Filled<T>[], room: number): readonly Filled<T>[] {
  const needed = columns.reduce((sum, { natural, least = natural }) => sum + Math.min(natural, least) + GAP, -GAP);
  const dropped = columns.findLastIndex(({ isOptional }) => isOptional);
  return needed <= room || dropped < 0 ? columns : withRoom(columns.toSpliced(dropped, 1), room);
}

/** Widths that fit together: the widest gives way, first of those above their least width, then of all. */
function fitted(natural: readonly number[], leasts: readonly number[], room: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const spare = widths.map((width, column) => (width > (leasts[column] ?? 0) ? width : 0));
    const from = Math.max(...spare) > 0 ? spare : widths;
    const widest = Math.max(...from);
    if (widest <= NARROWEST) break;
    widths[from.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}

const noLines = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat('middle')
    .map((name) => [name, '']),
);
