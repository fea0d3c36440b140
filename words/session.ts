import type { toSessionJson } from '../lambda/reading/stream-json.ts';

type EndReason = NonNullable<ReturnType<typeof toSessionJson>['endReason']>;

/** Stands where a start, or the joining of a track, is not known. */
export const MISSED = 'missed';
/** Stands for the end of an open session. */
export const STILL_LIVE = 'still live';
/** Stands for the leaving of a track that is in its room. */
export const STILL_THERE = 'still there';

const endReasons: Record<EndReason, string> = {
  ended: 'ended',
  presumedEnded: 'presumed ended',
  superseded: 'superseded by the next start',
};

/** Why a session ended; null for an open one. */
export const formatEndReason = (reason: EndReason | null): string | null => reason && endReasons[reason];
