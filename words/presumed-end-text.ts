import type { PresumedEndCause } from '../lambda/stream/presumed-end.ts';
import { type HistoryEvent, isPresumedStart } from './presumed-start-text.ts';

/** Stands before the time of a presumed end: `presumed ended: no sign since 12:01:00`. */
export const NO_SIGN_SINCE = 'no sign since';
/** Shown with a presumed end: what undoes it. */
export const UNTIL_NEXT_SIGN = 'It is live again as soon as a heartbeat or a start arrives.';
/** Shown with the event of a presumed end: where it comes from. */
export const PRESUMED_BY_RECEIVER = 'The receiver presumed this end: no hook has reported one.';
/** Shown with the event of a presumed end that does not count: the receiver's outcome of it is `late`. */
export const PRESUMED_IN_ERROR = 'It does not count: a later heartbeat shows that the stream went on.';

const causes: Record<PresumedEndCause, string> = {
  silence: 'no heartbeat',
  mediaServer: 'the media server says so',
};

/**
 * Returns the cause of a presumed end in the history; null for every other event. A hook can have the same action, but then
 * it has the id of its stream, which no event of the receiver's own has.
 */
export function causeOf({ action, fields }: HistoryEvent): PresumedEndCause | null {
  const { cause } = fields;
  if (action !== 'presumedEnd' || Object.hasOwn(fields, 'id')) return null;
  return cause === 'silence' || cause === 'mediaServer' ? cause : null;
}

/** Formats the cause of a presumed start or end in the history, such as `no heartbeat`; null for every other event. */
export function formatCause(event: HistoryEvent): string | null {
  if (isPresumedStart(event)) return causes.mediaServer;
  const cause = causeOf(event);
  return cause && causes[cause];
}
