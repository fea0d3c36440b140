import type { Boundary } from './session-times.ts';
import { type Change, decideStatus, isSameState, lastEventOf, type State } from './state.ts';
import { classRegisters, type RegisterName, valueEntries } from './values.ts';

/**
 * Whether an event changed the stream visibly: a started or ended that decides the status, a newer heartbeat, any other
 * change that answers show. When folding changed nothing at all, the event still counts if the state has its values: then a
 * copy of it, or an earlier try, has written them.
 */
export function changedVisibly(change: Change, before: State, after: State): boolean {
  if (change.edge !== undefined) return !isOutranked({ edge: change.edge, at: change.at }, before);
  if (change.values.health !== undefined) return after.registers.health !== before.registers.health;
  if (isSameState(before, after)) return isReflectedIn(change, after);
  return visibleText(before) !== visibleText(after);
}

/** Whether a later started or ended is known, or an ended at the same clock, which wins. */
function isOutranked({ edge, at }: Boundary, { registers: { lifecycle }, session }: State): boolean {
  if (lifecycle === undefined || lifecycle.at !== at) return lifecycle !== undefined && lifecycle.at > at;
  return edge === 'started' && session?.endedAt != null;
}

/** The registers that no answer shows, except as the last event. */
const hiddenFields: ReadonlySet<string> = new Set<RegisterName>(['lifecycle', 'activity']);

function isReflectedIn({ at, values }: Change, { registers }: State): boolean {
  const reflected = valueEntries(values).filter(([field]) => registers[field]?.at === at);
  const last = lastEventOf({ registers, session: null });
  return reflected.some(([field]) => !hiddenFields.has(field)) || (last?.at === at && reflected.length > 0);
}

/** Returns what answers show of a state: descriptive fields without their clocks. */
function visibleText(state: State): string {
  const visible = Object.entries(state.registers)
    .filter(([field]) => !hiddenFields.has(field))
    .map(([field, register]) => [
      field,
      (classRegisters as readonly string[]).includes(field) ? register : register.value,
    ]);
  return JSON.stringify([Object.fromEntries(visible), state.session, decideStatus(state), lastEventOf(state)]);
}
