import { actionOf } from '../../hook/actions.ts';
import type { EventClass } from '../../stream/event.ts';
import type { DayClass, HistoryRowClass } from '../../table/row-keys.ts';
import { rowClassOf } from '../../table/rows/event-row.ts';

/** Returns the class of the rows that a stream's history has of an action; undefined for one about a whole server. */
export function rowClassOfAction(name: string): HistoryRowClass | undefined {
  const eventClass = eventClassOf(name);
  return eventClass && rowClassOf[eventClass];
}

/** Returns the class of the events of an action in the index by day; undefined where it lists none. */
export function dayClassOfAction(name: string): DayClass | undefined {
  const { action } = actionOf(name);
  if ('isPlay' in action && action.isPlay) return undefined;
  const eventClass = eventClassOf(name);
  if (eventClass === undefined || eventClass === 'heartbeat' || eventClass === 'track') return undefined;
  return eventClass === 'error' ? 'error' : rowClassOf[eventClass];
}

function eventClassOf(name: string): EventClass | undefined {
  if (name === PRESUMED_END_ACTION) return 'presumedEnd';
  const { action } = actionOf(name);
  return 'class' in action ? action.class : undefined;
}

/** The action of a presumed end, which no hook has. */
const PRESUMED_END_ACTION = 'presumedEnd';
