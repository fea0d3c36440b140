/** What stands where a secret stood. */
export const MASK = '***';

/** A part of a text, and what takes its place. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export const secretRange = (start: number, end: number): SecretRange => ({ start, end, by: MASK });

/** A text with its spans replaced; those that touch or overlap are one. */
export function replaceRanges(text: string, ranges: readonly SecretRange[]): string {
  let replaced = '';
  let from = 0;
  let open: SecretRange = { start: 0, end: -1, by: '' };
  for (const range of [
    ...ranges.toSorted((a, b) => a.start - b.start || b.end - a.end),
    secretRange(Number.POSITIVE_INFINITY, 0),
  ]) {
    if (range.start <= open.end) {
      // What only went without a trace is masked once it touches what is masked.
      open = { start: open.start, end: Math.max(open.end, range.end), by: open.by || range.by };
      continue;
    }
    replaced += text.slice(from, open.start) + open.by;
    from = Math.max(0, open.end);
    open = range;
  }
  return replaced + text.slice(from);
}
