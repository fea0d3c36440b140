import { decideStatus, newestSessionOf, type State } from './state.ts';

/** Whether two states differ in what decides announcements: the status, or the newest session. */
export const hasMoved = (before: State, after: State): boolean => liveText(before) !== liveText(after);

function liveText(state: State): string {
  const { status, inferred } = decideStatus(state);
  return JSON.stringify([status, inferred, newestSessionOf(state)]);
}
