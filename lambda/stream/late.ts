import type { Edge } from './session-times.ts';
import { type Change, happenings, isSame, lastEventOf, type State, standingOf } from './state.ts';
import { entriesOf, type Field } from './values.ts';

/**
 * Whether an event told something new: a started or ended that decides the status, a newer heartbeat, whatever else
 * changed what can be seen of the stream. Where folding changed nothing at all, the event is news still when what it
 * brought stands: then a copy of it, or an earlier try, was first to write it.
 */
export function isNews(change: Change, before: State, after: State): boolean {
  if (change.edge !== undefined) return !isOutranked({ edge: change.edge, at: change.at }, before);
  if (change.values.health !== undefined) return after.registers.health !== before.registers.health;
  if (isSame(before, after)) return stands(change, after);
  return seen(before) !== seen(after);
}

/** A later started or ended is known, or at the same clock an ended, which wins. */
function isOutranked({ edge, at }: Edge, { registers: { lifecycle }, session }: State): boolean {
  if (lifecycle === undefined || lifecycle.at !== at) return lifecycle !== undefined && lifecycle.at > at;
  return edge === 'started' && session?.endedAt != null;
}

/** What no answer shows of a state, but for the last event. */
const unseen: ReadonlySet<string> = new Set<Field>(['lifecycle', 'activity']);

function stands({ at, values }: Change, { registers }: State): boolean {
  const standing = entriesOf(values).filter(([field]) => registers[field]?.at === at);
  const last = lastEventOf({ registers, session: null });
  return standing.some(([field]) => !unseen.has(field)) || (last?.at === at && standing.length > 0);
}

/** What an answer shows of a state: of what describes the stream the values alone, not their clocks. */
function seen(state: State): string {
  const shown = Object.entries(state.registers)
    .filter(([field]) => !unseen.has(field))
    .map(([field, register]) => [field, (happenings as readonly string[]).includes(field) ? register : register.value]);
  return JSON.stringify([Object.fromEntries(shown), state.session, standingOf(state), lastEventOf(state)]);
}
