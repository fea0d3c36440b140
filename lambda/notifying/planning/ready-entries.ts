import type { NotifyPolicy, Pending, StreamMemory } from '../notification.ts';
import { isEnded } from './grace.ts';
import { isMove } from './relevance.ts';
import { sequenceOf } from './stream-order.ts';

/** An entry that may be told now, and since when (ms since the epoch). */
export interface ReadyEntry<P extends Pending> {
  readonly entry: P;
  readonly readyAt: number;
  /** Whether it had to wait because its stream was told as flapping. */
  readonly wasHeld: boolean;
}

export interface ReadyEntries<P extends Pending> {
  readonly ready: readonly ReadyEntry<P>[];
  /** When the next one may be told, in ms since the epoch; null where none waits. */
  readonly wakeAt: number | null;
}

/**
 * Returns the entries of a stream, in order, that may be told in words now. A withheld end holds what is after it; a stream
 * that was told as flapping holds its starts, ends and corrections, not what else is told of it.
 */
export function findReady<P extends Pending>(
  entries: readonly P[],
  {
    short,
    memory,
    graceMs,
  }: { readonly short: ReadonlyMap<P, P>; readonly memory: StreamMemory; readonly graceMs: number },
  now: number,
  { flappingMs, gatherMs }: NotifyPolicy,
): ReadyEntries<P> {
  const calmAt = memory.flappingToldAt === null ? 0 : memory.flappingToldAt + flappingMs;
  const ready: ReadyEntry<P>[] = [];
  let wakeAt = Number.POSITIVE_INFINITY;
  let [endUntil, heldUntil] = [0, 0];
  for (const entry of entries) {
    if (entry.retryAt > now) return { ready, wakeAt: Math.min(wakeAt, entry.retryAt) };
    const start = short.get(entry);
    const receivedAt = Math.min(Math.max(entry.receivedAt, start?.receivedAt ?? 0), now); // another machine's clock may be ahead
    const graceEnd = receivedAt + (start === undefined ? graceMs : 0);
    if (graceMs > 0 && isEnded(entry)) endUntil = Math.max(endUntil, graceEnd);
    if (isMove(entry.announcement['detail-type'])) heldUntil = calmAt;
    const isHeld = sequenceOf(entry.announcement) !== null && heldUntil > receivedAt;
    const readyAt = Math.max(receivedAt, endUntil, isHeld ? heldUntil : 0);
    if (readyAt <= now) ready.push({ entry, readyAt, wasHeld: isHeld });
    else wakeAt = Math.min(wakeAt, readyAt + gatherMs);
  }
  return { ready, wakeAt: wakeAt === Number.POSITIVE_INFINITY ? null : wakeAt };
}
