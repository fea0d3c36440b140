import type { StreamEvent } from './responses.ts';

/** A key that is the same only for the same event. */
export const eventIdentity = (event: StreamEvent): string =>
  JSON.stringify([event.at, event.receivedAt, event.action, event.fields]);

/** Merges two parts of a history, newest first, each event once. */
export function mergeEvents(known: readonly StreamEvent[], loaded: readonly StreamEvent[]): StreamEvent[] {
  const keys = new Set(loaded.map(eventIdentity));
  const others = known.filter((event) => !keys.has(eventIdentity(event)));
  return [...loaded, ...others].sort((a, b) => b.at.localeCompare(a.at));
}

/** Whether two parts of a history share an event: otherwise there is a gap between them. */
export function overlaps(known: readonly StreamEvent[], newest: readonly StreamEvent[]): boolean {
  const keys = new Set(known.map(eventIdentity));
  return newest.some((event) => keys.has(eventIdentity(event)));
}
