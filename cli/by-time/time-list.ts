import type { CsvList } from '../../lambda/reading/csv.ts';
import type { Column } from '../../terminal/text-table.ts';

/** A list over all streams by time, and how its rows are printed. */
export interface TimeList<Row> {
  /** The command `npm run NAME`, the route `/NAME`, and the name of the list in the answer. */
  readonly name: 'sessions' | 'recordings';
  /** Of several rows with the same key the last one counts. */
  readonly keyOf: (row: Row) => string;
  /** Returns the time by which the list is ordered (ISO 8601). */
  readonly timeOf: (row: Row) => string | null;
  readonly columns: (now: number) => Column<Row>[];
  /** Returns the columns of CSV. */
  readonly csvOf: (rows: readonly Row[]) => CsvList;
}
