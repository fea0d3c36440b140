import Table from 'cli-table3';
import type pc from 'picocolors';
import { toPrintable } from './printable.ts';
import { measureWidth, truncate, truncateMiddle } from './truncate.ts';

export type Colours = ReturnType<typeof pc.createColors>;

/** The width and the colours of the terminal that a text is written for. */
export interface TerminalStyle {
  /** In columns. */
  readonly width: number;
  readonly colours: Colours;
}

/** One column of a table; it is left out when all of its cells are empty. */
export interface Column<T> {
  readonly head: string;
  /** The text of a cell, which may be untrusted; null for an empty cell. */
  readonly text: (row: T) => string | null;
  readonly paint?: (text: string, row: T) => string;
  /** The width down to which this column shrinks first, before those without a minimum; in columns of the terminal. */
  readonly minWidth?: number;
  /** Whether a text that does not fit is cut in the middle instead of at the end. */
  readonly truncatesMiddle?: boolean;
  /** Whether it is dropped when the columns do not fit even at their minimum widths; the last such column goes first. */
  readonly isOptional?: boolean;
}

const GAP = 2;
/** No column shrinks below this: the rest would be unreadable. */
const MIN_COLUMN_WIDTH = 4;

/** Renders rows below dimmed headings, at most as wide as the terminal. */
export function renderTable<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
  { width, colours }: TerminalStyle,
): string {
  const measured = dropOptionalColumns(columns.map((column) => measureColumn(column, rows)).filter(hasText), width);
  const natural = measured.map((column) => column.natural);
  const minWidths = measured.map(({ minWidth = Number.POSITIVE_INFINITY }) => minWidth);
  const widths = fitWidths(natural, minWidths, width - GAP * (measured.length - 1));
  const cell = (text: string, column: number) =>
    (measured[column]?.truncatesMiddle ? truncateMiddle : truncate)(text, widths[column] ?? 0);
  const table = new Table({ chars: noBorders, style: { 'padding-left': 0, 'padding-right': GAP, head: [] } });
  table.push(measured.map(({ head }, column) => colours.dim(cell(head, column))));
  for (const [index, row] of rows.entries()) {
    const texts = measured.map(({ texts }, column) => cell(texts[index] ?? '', column));
    table.push(texts.map((text, column) => (text && measured[column]?.paint?.(text, row)) || text));
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A column with the texts of its cells, and the width that they need uncut. */
type MeasuredColumn<T> = Column<T> & { readonly texts: readonly string[]; readonly natural: number };

function measureColumn<T>(column: Column<T>, rows: readonly T[]): MeasuredColumn<T> {
  const texts = rows.map((row) => toPrintable(column.text(row) ?? ''));
  return { ...column, texts, natural: Math.max(...[column.head, ...texts].map(measureWidth)) };
}

const hasText = ({ texts }: MeasuredColumn<never>): boolean => texts.some((text) => text !== '');

/** Drops optional columns, the last first, until the others fit. */
function dropOptionalColumns<T>(columns: readonly MeasuredColumn<T>[], width: number): readonly MeasuredColumn<T>[] {
  const needed = columns.reduce(
    (sum, { natural, minWidth = natural }) => sum + Math.min(natural, minWidth) + GAP,
    -GAP,
  );
  const dropped = columns.findLastIndex(({ isOptional }) => isOptional);
  return needed <= width || dropped < 0 ? columns : dropOptionalColumns(columns.toSpliced(dropped, 1), width);
}

/** Shrinks the widest column step by step until all fit: first those above their minimum width, then any. */
function fitWidths(natural: readonly number[], minWidths: readonly number[], width: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) - width;
  while (excess > 0) {
    const shrinkable = widths.map((width, column) => (width > (minWidths[column] ?? 0) ? width : 0));
    const candidates = Math.max(...shrinkable) > 0 ? shrinkable : widths;
    const widest = Math.max(...candidates);
    if (widest <= MIN_COLUMN_WIDTH) break;
    widths[candidates.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid']
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat('middle')
    .map((name) => [name, '']),
);
