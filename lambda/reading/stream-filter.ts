import { failingSince } from '../stream/failing.ts';
import type { Status } from '../stream/state.ts';
import type { StreamJson } from './stream-json.ts';

/** In the order of the list of streams. */
export const statuses: readonly Status[] = ['live', 'presumedEnded', 'ended', 'unknown'];

/** What the list of streams can be asked for. `stale` are some of the live ones, `failing` some of any status. */
export type StatusFilter = Status | 'stale' | 'failing';
export const statusFilters: readonly StatusFilter[] = [...statuses, 'stale', 'failing'];

/** The streams that a list is about. */
export interface StreamFilter {
  /** Those of any of these. */
  readonly statuses: readonly StatusFilter[];
  /** A text in one of the stream's own texts, without regard to case. @default none */
  readonly q?: string | undefined;
  /** The room of the stream. @default any */
  readonly room?: string | undefined;
}

/** Returns the statuses that streams of a filter may have, in the order of the list. */
export const listedStatuses = (filters: readonly StatusFilter[]): readonly Status[] =>
  statuses.filter((status) => isScanned(filters, status) || filters.includes('failing'));

/** Whether the streams of a filter must be looked for among all those of a status. */
export const isScanned = (filters: readonly StatusFilter[], status: Status): boolean =>
  filters.includes(status) || (status === 'live' && filters.includes('stale'));

/** Whether a filter leaves out streams of the statuses that it lists. */
export const isSelective = ({ statuses: filters, q, room }: StreamFilter): boolean =>
  q !== undefined || room !== undefined || listedStatuses(filters).some((status) => !filters.includes(status));

/** Returns whether a filter lists a stream, at a time (ms since the epoch). */
export function toPredicate(
  { statuses: filters, q, room }: StreamFilter,
  now: number,
): (stream: StreamJson) => boolean {
  const folded = q === undefined ? undefined : foldCase(q);
  return (stream) =>
    hasStatus(stream, filters, now) &&
    (room === undefined || stream.room === room) &&
    (folded === undefined || textsOf(stream).some((text) => foldCase(text).includes(folded)));
}

function hasStatus(stream: StreamJson, filters: readonly StatusFilter[], now: number): boolean {
  if (filters.includes(stream.status)) return true;
  if (filters.includes('stale') && stream.stale) return true;
  const at = stream.lastError?.at;
  return filters.includes('failing') && at !== undefined && Date.parse(at) >= failingSince(now);
}

function textsOf({ id, name, category, room, metadata, lastError }: StreamJson): string[] {
  const metadataText = typeof metadata === 'string' || metadata === null ? metadata : JSON.stringify(metadata);
  const texts = [id, name, category, room, metadataText, lastError?.kind, lastError?.detail];
  return texts.filter((text) => typeof text === 'string');
}

/** Folds the case of every script: `ß` like `SS`, both sigmas of Greek, and the four letters i of Turkish. */
const foldCase = (text: string): string => text.normalize().toUpperCase().replaceAll('İ', 'I');
