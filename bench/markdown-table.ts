import { quartilesOf, ratiosOf, type Series } from './statistics.ts';

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Formats the median with the quartiles in brackets. */
export function formatQuartiles(series: Series, digits = 1): string {
  const { median, lower, upper } = quartilesOf(series);
  return `${median.toFixed(digits)} (${lower.toFixed(digits)}–${upper.toFixed(digits)})`;
}

export const formatMedian = (series: Series): string => quartilesOf(series).median.toFixed(1);
export const formatRatios = (ours: Series, theirs: Series): string => formatQuartiles(ratiosOf(ours, theirs), 2);
export const formatKilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);
export const formatFigure = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));
