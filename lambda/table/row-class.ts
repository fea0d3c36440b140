import type { EventClass } from '../stream/event.ts';
import type { DayClass, HistoryRowClass } from './row-keys.ts';

/** The class of each event's row. */
export const rowClassOf = {
  lifecycle: 'lifecycle',
  presumedEnd: 'presumed', // not 'lifecycle': an older release reads each row there as a started or ended
  recording: 'recording',
  track: 'track',
  heartbeat: 'other',
  error: 'other',
  activity: 'other',
} as const satisfies Record<EventClass, HistoryRowClass>;

/** Returns the class of an event in the index by day; undefined for heartbeats, plays and tracks, which it never lists. */
export function dayClassOf(eventClass: EventClass, isPlay = false): DayClass | undefined {
  if (isPlay || eventClass === 'heartbeat' || eventClass === 'track') return undefined;
  return eventClass === 'error' ? 'error' : rowClassOf[eventClass];
}
