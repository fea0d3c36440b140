import type { Boundary } from './session-times.ts';
import { type Change, classRegisters, decideStatus, isSameState, lastEventOf, type State } from './state.ts';
import { type RegisterName, valueEntries } from './values.ts';

/**
 * Whether an event told something new: a started or ended that decides the status, a newer heartbeat, whatever else
 * changed what can be seen of the stream. Where folding changed nothing at all, the event is news still when what it
 * brought stands: then a copy of it, or an earlier try, was first to write it.
 */
export function changedVisibly(change: Change, before: State, after: State): boolean {
  if (change.edge !== undefined) return !isOutranked({ edge: change.edge, at: change.at }, before);
  if (change.values.health !== undefined) return after.registers.health !== before.registers.health;
  if (isSameState(before, after)) return isReflectedIn(change, after);
  return visibleText(before) !== visibleText(after);
}

/** A later started or ended is known, or at the same clock an ended, which wins. */
function isOutranked({ edge, at }: Boundary, { registers: { lifecycle }, session }: State): boolean {
  if (lifecycle === undefined || lifecycle.at !== at) return lifecycle !== undefined && lifecycle.at > at;
  return edge === 'started' && session?.endedAt != null;
}

/** What no answer shows of a state, but for the last event. */
const hiddenFields: ReadonlySet<string> = new Set<RegisterName>(['lifecycle', 'activity']);

function isReflectedIn({ at, values }: Change, { registers }: State): boolean {
  const reflected = valueEntries(values).filter(([field]) => registers[field]?.at === at);
  const last = lastEventOf({ registers, session: null });
  return reflected.some(([field]) => !hiddenFields.has(field)) || (last?.at === at && reflected.length > 0);
}

/** What an answer shows of a state: of what describes the stream the values alone, not their clocks. */
function visibleText(state: State): string {
  const visible = Object.entries(state.registers)
    .filter(([field]) => !hiddenFields.has(field))
    .map(([field, register]) => [
      field,
      (classRegisters as readonly string[]).includes(field) ? register : register.value,
    ]);
  return JSON.stringify([Object.fromEntries(visible), state.session, decideStatus(state), lastEventOf(state)]);
}
