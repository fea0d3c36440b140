import { actionOf } from '../hook/actions.ts';
import type { EventClass } from '../stream/event.ts';
import { PRESUMED_END_ACTION } from '../stream/presumed-end.ts';
import { PRESUMED_START_ACTION } from '../stream/presumed-start.ts';
import { dayClassOf, rowClassOf } from './row-class.ts';
import type { DayClass, HistoryRowClass } from './row-keys.ts';

/** Returns the class of the rows that a stream's history has of an action; undefined for one about a whole server. */
export function rowClassOfAction(name: string): HistoryRowClass | undefined {
  const event = eventOf(name);
  return event && rowClassOf[event.class];
}

/** Returns the class of the events of an action in the index by day; undefined where it lists none. */
export function dayClassOfAction(name: string): DayClass | undefined {
  const event = eventOf(name);
  return event && dayClassOf(event.class, event.isPlay);
}

function eventOf(name: string): { class: EventClass; isPlay?: boolean } | undefined {
  if (name === PRESUMED_END_ACTION) return { class: 'presumedEnd' };
  if (name === PRESUMED_START_ACTION) return { class: 'lifecycle' };
  const { action } = actionOf(name);
  return action.subject === 'server' ? undefined : action;
}
