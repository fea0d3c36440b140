import type { StreamEvent } from './responses.ts';

/** What tells an event from others. */
export const eventKey = (event: StreamEvent): string =>
  JSON.stringify([event.at, event.receivedAt, event.action, event.fields]);

/** What was loaded of a history and what is loaded now, the newest first, each event once. */
export function mergeEvents(known: readonly StreamEvent[], loaded: readonly StreamEvent[]): StreamEvent[] {
  const keys = new Set(loaded.map(eventKey));
  const others = known.filter((event) => !keys.has(eventKey(event)));
  return [...loaded, ...others].sort((a, b) => b.at.localeCompare(a.at));
}

/** Whether the newest events go on where those that were loaded begin: else there is a gap between them. */
export function overlaps(known: readonly StreamEvent[], newest: readonly StreamEvent[]): boolean {
  const keys = new Set(known.map(eventKey));
  return newest.some((event) => keys.has(eventKey(event)));
}
