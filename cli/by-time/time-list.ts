import type { Column } from '../../terminal/text-table.ts';
import type { CsvValue } from './csv-text.ts';

/** A list over all streams by time, and how its rows are printed. */
export interface TimeList<Row> {
  /** The command `npm run NAME`, the route `/NAME`, and the name of the list in the answer. */
  readonly name: 'sessions' | 'recordings';
  /** Of several rows with the same key the last one counts. */
  readonly keyOf: (row: Row) => string;
  /** Returns the time by which the list is ordered (ISO 8601). */
  readonly timeOf: (row: Row) => string | null;
  readonly columns: (now: number) => Column<Row>[];
  /** Returns the line of the columns' names, and the lines of the rows. */
  readonly toCsvRows: (rows: readonly Row[]) => (readonly CsvValue[])[];
}

/** Picks columns of rows by their names, below a line of the names. */
export const pickColumns = <Name extends string>(
  names: readonly Name[],
  rows: readonly Readonly<Partial<Record<Name, CsvValue>>>[],
): (readonly CsvValue[])[] => [names, ...rows.map((row) => names.map((name) => row[name] ?? null))];
