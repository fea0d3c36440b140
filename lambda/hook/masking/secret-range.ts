/** Replaces a secret in everything that is stored, logged and answered. */
export const MASK = '***';

/** A range of a text that holds a secret. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  /** The text that replaces it. */
  readonly mask: string;
}

export const secretRange = (start: number, end: number): SecretRange => ({ start, end, mask: MASK });

/** Replaces ranges of a text by their masks; ranges that touch or overlap become one. */
export function replaceRanges(text: string, ranges: readonly SecretRange[]): string {
  let replaced = '';
  let from = 0;
  let open: SecretRange = { start: 0, end: -1, mask: '' };
  const sorted = ranges.toSorted((a, b) => a.start - b.start || b.end - a.end);
  for (const range of [...sorted, secretRange(Number.POSITIVE_INFINITY, 0)]) {
    if (range.start <= open.end) {
      // A range with an empty mask takes the mask of one that it touches.
      open = { start: open.start, end: Math.max(open.end, range.end), mask: open.mask || range.mask };
      continue;
    }
    replaced += text.slice(from, open.start) + open.mask;
    from = Math.max(0, open.end);
    open = range;
  }
  return replaced + text.slice(from);
}
