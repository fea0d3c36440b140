/** A hook under the names of the wire, with masked values; a field that is blank is absent. */
export interface SentHook {
  readonly fields: HookFields;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** The address of the media server. @default '' */
  readonly address?: string;
}

export type HookFields = Readonly<Record<string, unknown>>;

/** A hook with the clock that the contract gives it. */
export interface TimedHook {
  readonly action: string;
  readonly fields: HookFields;
  /** In ms since the epoch. */
  readonly at: number;
  readonly receivedAt: number;
  readonly address: string;
}

export function toTimedHook({ fields, receivedAt, address = '' }: SentHook): TimedHook {
  return { action: String(fields.action), fields, at: clockOf(fields, receivedAt), receivedAt, address };
}

/** No release sent timestamps before 2024; an earlier one is no clock. */
const MIN_TIMESTAMP = Date.UTC(2024, 0, 1);
/** A timestamp further ahead of the receipt than this (ms) is no clock. */
const MAX_AHEAD_MS = 120_000;

function clockOf({ timestamp }: HookFields, receivedAt: number): number {
  const at = typeof timestamp === 'string' && /^\d+$/.test(timestamp) ? Number(timestamp) : timestamp;
  const isClock = typeof at === 'number' && Number.isInteger(at) && at >= MIN_TIMESTAMP;
  return isClock && at <= receivedAt + MAX_AHEAD_MS ? at : receivedAt;
}

/** Returns a field's value, null where there is none. A hook may name a field `constructor`. */
export function readField(fields: HookFields, name: string): unknown {
  return (Object.hasOwn(fields, name) ? fields[name] : null) ?? null;
}

const serverActions = ['highResourceUsage', 'unexpectedServerShutdown'];
const roomActions = ['firstActiveTrackAddedInMainTrack', 'subtrackAddedInTheMainTrack', 'subtrackLeftTheMainTrack'];

/** Whether a hook is about a media server, and about no stream. */
export const isServerHook = (fields: HookFields): boolean => serverActions.includes(String(fields.action));

/** Returns what a hook is about: the id of a stream or room, or the host of a media server. */
export function subjectOf(fields: HookFields): string {
  const action = String(fields.action);
  if (isServerHook(fields)) return String(fields.host);
  if (action === 'noActiveSubtracksLeftInMainTrack') return String(readField(fields, 'mainTrackId') ?? fields.id);
  if (roomActions.includes(action)) return String(readField(fields, 'mainTrackId') ?? fields.roomId);
  return String(fields.id);
}
