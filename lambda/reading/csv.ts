import { parseWeights } from './accept-weights.ts';
import { MAX_RESPONSE_BYTES } from './response-budget.ts';

/** A list that can be had as CSV. */
export interface CsvList {
  /** Its name in the JSON. */
  readonly name: keyof typeof rowColumns;
  readonly columns: readonly string[];
}

/** The columns of a stream's own lists. */
const rowColumns = {
  events: ['action', 'at', 'receivedAt', 'outcome', 'fields'],
  sessions: ['startedAt', 'endedAt', 'durationMs', 'endReason'],
  recordings: ['vodId', 'name', 'durationMs', 'at'],
} as const;

/** A list of one stream. */
export const ofStream = (name: keyof typeof rowColumns): CsvList => ({ name, columns: rowColumns[name] });

/** A list over all streams. */
export const overStreams = (name: keyof typeof rowColumns): CsvList => ({
  name,
  columns: ['app', 'id', 'streamName', ...rowColumns[name]],
});

/** Returns a list of recordings with the column of their links. */
export const withLinks = (list: CsvList): CsvList =>
  list.name === 'recordings' ? { ...list, columns: [...list.columns, 'url'] } : list;

/** Whether a header `Accept` names CSV, and prefers nothing else to it. */
export function prefersCsv(accept = ''): boolean {
  const weights = parseWeights(accept);
  const csv = weights.get('text/csv') ?? 0;
  const others = weights.get('application/*') ?? weights.get('*/*') ?? 0;
  return csv > (weights.get('application/json') ?? 0) && csv >= others;
}

/** Formats rows as CSV (RFC 4180), below a line with the names of the columns. */
export function toCsv({ columns }: Pick<CsvList, 'columns'>, rows: readonly object[]): string {
  return [toLine(columns), ...rows.map((row) => toRow(columns, row))].join('');
}

/** Counts the rows, from the first on, that fit one response as CSV: its quotes take more than those of JSON. */
export function countFitting({ columns }: CsvList, rows: readonly object[]): number {
  let remaining = MAX_RESPONSE_BYTES - bytesOf(toLine(columns));
  const end = rows.findIndex((row) => {
    remaining -= bytesOf(toRow(columns, row));
    return remaining < 0;
  });
  return end < 0 ? rows.length : end;
}

/** The bytes of a text in the response of a function, which is JSON. */
const bytesOf = (text: string): number => Buffer.byteLength(JSON.stringify(text));

function toRow(columns: readonly string[], row: object): string {
  const values = new Map<string, unknown>(Object.entries(row));
  return toLine(columns.map((column) => values.get(column)));
}

const toLine = (cells: readonly unknown[]): string => `${cells.map(toCell).join(',')}\r\n`;

/** A spreadsheet would run a text that begins as a formula does: it gets a `'` in front. Numbers stay as they are. */
function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
