import { type Announcement, SOURCE } from '../announcing/announcement.ts';
import { TEST_SOURCE } from './test-event.ts';

/** A message of the notifier's queue; `unreadable` for anything else than the rule or the notifier itself sends. */
export type NotifierMessage =
  | { readonly kind: 'announcement'; readonly announcement: Announcement }
  /** Asks for a test, since a time in ms since the epoch. */
  | { readonly kind: 'test'; readonly recipient: string; readonly testId: string; readonly requestedAt: number }
  /** Asks for a turn of a recipient, which was due at a time, in ms since the epoch. */
  | ({ readonly kind: 'wake'; readonly recipient: string; readonly at: number } & WakeFlags)
  | { readonly kind: 'unreadable' };

/** How a turn reads its recipient. */
interface WakeFlags {
  /** Whether the recipient was set or removed lately: it is read anew. */
  readonly isRegistrationNew: boolean;
  /** Whether it was missing before: what waits for it is removed when it is missing again. */
  readonly isSecondLook: boolean;
}

/** Parses the body of a message; of an event it keeps the four fields of the envelope. */
export function parseNotifierMessage(body: string): NotifierMessage {
  const { source, 'detail-type': type, time, detail, recipient, at, ...flags } = parseObject(body);
  const { app, id, eventId, recipient: tested, testId } = { ...Object(detail) } as Record<string, unknown>;
  if (typeof recipient === 'string' && typeof at === 'number')
    return { kind: 'wake', recipient, at, isRegistrationNew: flags.isRegistrationNew === true, isSecondLook: flags.isSecondLook === true }; // biome-ignore format: a row
  const requestedAt = Date.parse(String(time));
  if (source === TEST_SOURCE && typeof tested === 'string' && typeof testId === 'string' && !Number.isNaN(requestedAt))
    return { kind: 'test', recipient: tested, testId, requestedAt };
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

/** Returns the body of a wake after a recipient was set or removed: the turn is of the recipient as it is registered then. */
export const formatRegistrationWake = (recipient: string, at: number, isSecondLook = false): string =>
  JSON.stringify({ recipient, at, isRegistrationNew: true, ...(isSecondLook && { isSecondLook }) });

function parseObject(body: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(body) };
  } catch {
    return {};
  }
}
