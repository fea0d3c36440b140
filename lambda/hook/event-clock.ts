import { type EventEnvelope, type HookFields, MAX_RETRY_MS } from '../stream/event.ts';
import { jsonField } from './field-values.ts';

/** No release sent timestamps before 2024-01-01T00:00:00Z: an earlier one is a publisher's parameter, in seconds, or a dead clock. */
export const MIN_TIMESTAMP = Date.UTC(2024, 0, 1);
/** A timestamp further ahead of our clock than this (ms) is forged or broken: it would freeze the state. */
export const MAX_AHEAD_MS = 120_000;
/** A clock that is ahead by at most this (ms) is fast: a retry of its hook has the same timestamp. */
const MAX_FAST_CLOCK_MS = 86_400_000;

/** When an event happened, as far as its own timestamp is usable. */
interface EventClock extends Pick<EventEnvelope, 'fastClock'> {
  /** In ms since the epoch; undefined when the timestamp is not usable. */
  readonly at?: number;
}

/** Reads the timestamp of an event: it is not usable when absent, unreadable, before 2024 or too far ahead. */
export function clockOf(fields: HookFields, receivedAt: number): EventClock {
  const value = jsonField(fields, 'timestamp');
  const at = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof at !== 'number' || !Number.isInteger(at) || at < MIN_TIMESTAMP) return {};
  const aheadMs = at - receivedAt;
  if (aheadMs <= MAX_AHEAD_MS) return { at, ...(aheadMs > MAX_AHEAD_MS - MAX_RETRY_MS && { fastClock: true }) };
  return aheadMs <= MAX_FAST_CLOCK_MS ? { fastClock: true } : {};
}
