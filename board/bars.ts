import type { SessionSpan } from './session-spans.ts';

/** A session as a bar: its start and its length as fractions of the whole timeline. */
export interface Bar {
  readonly from: number;
  readonly length: number;
  readonly kind: 'open' | 'ended' | 'presumed' | 'cut';
}

interface Bars {
  /** The start and end of the timeline, in ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly bars: readonly Bar[];
}

const kinds = { ended: 'ended', presumedEnded: 'presumed', superseded: 'cut' } as const;

/** Returns the bars of sessions from the first start to now (ms since the epoch); without a start a bar has no length. */
export function barsOf(spans: readonly SessionSpan[], now: number): Bars {
  const sessions = spans.map((span) => ({ span, ...edgesOf(span, now) }));
  const from = Math.min(now, ...sessions.map(({ start }) => start));
  const to = Math.max(now, ...sessions.map(({ end }) => end));
  const bars = sessions.map(({ span, start, end }) => ({
    from: fractionOf(start, from, to),
    length: Math.max(0, fractionOf(from + end - start, from, to)),
    kind: span.session.endReason === null ? ('open' as const) : kinds[span.session.endReason],
  }));
  return { from, to, bars };
}

/** Where it is not known when a session was cut off, its bar lasts until the start that did. */
function edgesOf({ from, to, session: { endedAt } }: SessionSpan, now: number): { start: number; end: number } {
  const end = to ?? (endedAt === null ? now : Date.parse(endedAt));
  return { start: from ?? end, end };
}

/** Returns where a time lies between two others, as a fraction. */
export const fractionOf = (at: number, from: number, to: number): number => (at - from) / Math.max(1, to - from);
