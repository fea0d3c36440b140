import type { Boundary } from './session-times.ts';
import { type Change, decideStatus, isRevivedAt, isSameState, lastEventOf, type State } from './state.ts';
import { classRegisters, type RegisterName, valueEntries } from './values.ts';

/**
 * Whether an event changed the stream visibly: a started or ended that decides the status, also a presumed one, a presumed end that
 * no heartbeat contradicts, a newer heartbeat, any other change that responses show. When folding changed nothing at all, the event
 * still counts if the state has its values: then a copy of it, or an earlier try, has written them.
 */
export function changedVisibly(change: Change, before: State, after: State): boolean {
  const { health } = before.registers;
  if (change.presumedStart) return decideStatus(after).status === 'live' && isOpenSince(after, change.at);
  if (change.boundary !== undefined)
    return !isOutranked({ kind: change.boundary, at: change.at }, before) && !isBeforePresumed(change, before, after);
  if (change.presumedEnd) return health === undefined || !isRevivedAt(health.at, change.at);
  if (change.values.health !== undefined) return after.registers.health !== health;
  if (isSameState(before, after)) return isReflectedIn(change, after);
  return visibleText(before) !== visibleText(after);
}

/** Whether a later started or ended is known, or an ended at the same clock, which wins. */
function isOutranked({ kind, at }: Boundary, { registers: { lifecycle }, session }: State): boolean {
  if (lifecycle === undefined || lifecycle.at !== at) return lifecycle !== undefined && lifecycle.at > at;
  return kind === 'started' && session?.endedAt != null;
}

/** Whether a presumed started that is later decides, as it did before the event. */
function isBeforePresumed({ at }: Change, { session: before }: State, { session: after }: State): boolean {
  const isSame = before?.startedAt === after?.startedAt && before?.endedAt === after?.endedAt;
  return isSame && after?.endedAt === null && (after.startedAt ?? at) > at;
}

const isOpenSince = ({ session }: State, at: number): boolean => session?.endedAt === null && session.startedAt === at;

/** The registers that no response shows, except as the last event. */
const hiddenRegisters: ReadonlySet<string> = new Set<RegisterName>(['lifecycle', 'activity']);

function isReflectedIn({ at, values }: Change, { registers }: State): boolean {
  const reflected = valueEntries(values).filter(([name]) => registers[name]?.at === at);
  const last = lastEventOf({ registers, session: null });
  return reflected.some(([name]) => !hiddenRegisters.has(name)) || (last?.at === at && reflected.length > 0);
}

/** Returns what responses show of a state: descriptive fields without their clocks. */
function visibleText(state: State): string {
  const visible = Object.entries(state.registers)
    .filter(([name]) => !hiddenRegisters.has(name))
    .map(([name, register]) => [
      name,
      (classRegisters as readonly string[]).includes(name) ? register : register.value,
    ]);
  return JSON.stringify([Object.fromEntries(visible), state.session, decideStatus(state), lastEventOf(state)]);
}
