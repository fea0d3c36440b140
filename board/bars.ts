import type { StreamResponse } from './responses.ts';

type Session = StreamResponse['sessions'][number];

/** A session as a bar: its start and its length as fractions of the whole timeline. */
interface Bar {
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
export function barsOf(sessions: readonly Session[], now: number): Bars {
  const spans = sessions.map(({ startedAt, endedAt, endReason }) => {
    const end = endedAt === null ? now : Date.parse(endedAt);
    const start = startedAt === null ? end : Date.parse(startedAt);
    return { start, end, kind: endReason === null ? ('open' as const) : kinds[endReason] };
  });
  const from = Math.min(now, ...spans.map(({ start }) => start));
  const to = Math.max(now, ...spans.map(({ end }) => end));
  const totalMs = Math.max(1, to - from);
  const bars = spans.map(({ start, end, kind }) => ({
    from: (start - from) / totalMs,
    length: Math.max(0, end - start) / totalMs,
    kind,
  }));
  return { from, to, bars };
}
