/** What stands where a secret stood. */
export const MASK = '***';

/** A part of a text, and what takes its place. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export const maskOf = (start: number, end: number): Span => ({ start, end, by: MASK });

/** A text with its spans replaced; those that touch or overlap are one. */
export function replaceSpans(text: string, spans: readonly Span[]): string {
  let replaced = '';
  let from = 0;
  let open: Span = { start: 0, end: -1, by: '' };
  for (const span of [
    ...spans.toSorted((a, b) => a.start - b.start || b.end - a.end),
    maskOf(Number.POSITIVE_INFINITY, 0),
  ]) {
    if (span.start <= open.end) {
      // What only went without a trace is masked once it touches what is masked.
      open = { start: open.start, end: Math.max(open.end, span.end), by: open.by || span.by };
      continue;
    }
    replaced += text.slice(from, open.start) + open.by;
    from = Math.max(0, open.end);
    open = span;
  }
  return replaced + text.slice(from);
}
