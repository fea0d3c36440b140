import type { NotifyPolicy, Pending, StreamMemory } from '../notification.ts';
import { isStarted } from './grace.ts';
import { timeOf } from './stream-order.ts';

/** Returns the starts of a stream (ms since the epoch, oldest first): those remembered that still count, and those of entries. */
export function countStarts(entries: readonly Pending[], memory: StreamMemory, policy: NotifyPolicy): number[] {
  const starts = entries
    .filter(isStarted)
    .map(timeOf)
    .sort((a, b) => a - b);
  const first = starts[0] ?? Number.POSITIVE_INFINITY;
  return [...memory.starts.filter((start) => start >= first - policy.flappingMs), ...starts].sort((a, b) => a - b);
}

/** Whether a stream with these starts (ms since the epoch, oldest first) is flapping. */
export function isFlapping(starts: readonly number[], { flappingStarts, flappingMs }: NotifyPolicy): boolean {
  return starts.some((start, index) => start - (starts[index - flappingStarts + 1] ?? -Infinity) <= flappingMs);
}

/** Returns what is remembered of starts (ms since the epoch): those that still count for the next one. */
export function recentStarts(starts: readonly number[], { flappingMs }: NotifyPolicy): number[] {
  const sorted = starts.toSorted((a, b) => a - b);
  return sorted.filter((start) => start >= (sorted.at(-1) ?? 0) - flappingMs);
}
