import type { toSessionJson } from '../lambda/reading/stream-json.ts';

type EndReason = NonNullable<ReturnType<typeof toSessionJson>['endReason']>;

/** Shown for an unknown start, or for a track's unknown join. */
export const MISSED = 'missed';
/** Shown as the end of an open session. */
export const STILL_LIVE = 'still live';
/** Shown for a track that has not left its room. */
export const STILL_THERE = 'still there';

const endReasons: Record<EndReason, string> = {
  ended: 'ended',
  presumedEnded: 'presumed ended: no sign since then',
  superseded: 'superseded by the next start',
};

/** Formats the end reason; null for an open session. */
export const formatEndReason = (reason: EndReason | null): string | null => reason && endReasons[reason];
