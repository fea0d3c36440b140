import { type Announcement, SOURCE } from '../announcing/announcement.ts';
import { TEST_SOURCE } from './test-event.ts';

/** A message of the notifier's queue; `unreadable` for anything else than the rule or the notifier itself sends. */
export type NotifierMessage =
  | { readonly kind: 'announcement'; readonly announcement: Announcement }
  | { readonly kind: 'test'; readonly recipient: string; readonly testId: string }
  /** Asks for a turn of a recipient, which was due at a time, in ms since the epoch. */
  | { readonly kind: 'wake'; readonly recipient: string; readonly at: number }
  | { readonly kind: 'unreadable' };

/** Parses the body of a message; of an event it keeps the four fields of the envelope. */
export function parseNotifierMessage(body: string): NotifierMessage {
  const { source, 'detail-type': type, time, detail, recipient, at } = parseObject(body);
  const { app, id, eventId, recipient: tested, testId } = { ...Object(detail) } as Record<string, unknown>;
  if (typeof recipient === 'string' && typeof at === 'number') return { kind: 'wake', recipient, at };
  if (source === TEST_SOURCE && typeof tested === 'string' && typeof testId === 'string')
    return { kind: 'test', recipient: tested, testId };
  const isAnnouncement =
    source === SOURCE &&
    [type, time, app, eventId].every((field) => typeof field === 'string') &&
    (typeof id === 'string' || id === null);
  if (!isAnnouncement) return { kind: 'unreadable' };
  // the announcer put it on the bus, which nobody else may
  return { kind: 'announcement', announcement: { source, 'detail-type': type, time, detail } as Announcement };
}

/** Returns the body of a wake. */
export const formatWake = (recipient: string, at: number): string => JSON.stringify({ recipient, at });

function parseObject(body: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(body) };
  } catch {
    return {};
  }
}
