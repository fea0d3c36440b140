import type { Stream } from './responses.ts';
import { NBSP } from './visible-text.ts';

const statusNames: Record<Stream['status'], string> = {
  live: 'Live',
  presumedEnded: 'Presumed ended',
  ended: 'Ended',
  unknown: 'Unknown',
};

export const statusName = (status: Stream['status']): string => statusNames[status];

/** A length of time in its two largest units. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const [minutes, hours, days] = [Math.floor(seconds / 60), Math.floor(seconds / 3600), Math.floor(seconds / 86_400)];
  if (days > 0) return withNoBreaks(`${days} d ${hours % 24} h`);
  if (hours > 0) return withNoBreaks(`${hours} h ${minutes % 60} min`);
  return withNoBreaks(minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`);
}

/** Bits a second. */
export function formatBitrate(value: number): string {
  const [size, unit] =
    value < 1_000_000 ? [Math.round(value / 1_000), 'kbit/s'] : [(value / 1_000_000).toFixed(2), 'Mbit/s'];
  return withNoBreaks(`${size} ${unit}`);
}

export const formatSpeed = (value: number): string => `${value.toFixed(2)}×`;

/** How the stream comes in now: a live one whose last heartbeat is of an earlier session has told nothing yet. */
export function currentHealth({ status, startedAt, health }: Stream): Stream['health'] {
  return status === 'live' && startedAt !== null && health !== null && health.at < startedAt ? null : health;
}

export function formatResolution(stream: Stream): string | null {
  const health = currentHealth(stream);
  return health === null || health.width === null || health.height === null ? null : `${health.width}×${health.height}`;
}

/** Since when the stream is what it is. */
export function sinceOf({ status, startedAt, endedAt, lastEvent }: Stream): string | null {
  if (status === 'unknown') return lastEvent?.at ?? null;
  return status === 'live' ? startedAt : endedAt; // of one that is inferred nobody knows the start
}

/** A stream of which the reader may tell the node that its latest started, ended or heartbeat came from. */
interface HasNode extends Pick<Stream, 'id'> {
  readonly node?: { readonly address: string | null } | null;
}

/** Of a cluster, which machine a stream came in by; null where it is not known. */
export const nodeOf = ({ node }: HasNode): string | null => node?.address ?? null;

/** So many of a thing. */
export const pluralize = (count: number | string, one: string, more = `${one}s`): string =>
  withNoBreaks(`${count} ${count === 1 ? one : more}`);

const compact = new Intl.NumberFormat('en', { notation: 'compact' });

/** A number for where room is scarce: exact below 10 000, then such as `12K`. */
export const compactNumber = (many: number): number | string => (many < 10_000 ? many : compact.format(many));

/** A value and its unit stay on one line. */
const withNoBreaks = (value: string): string => value.replaceAll(' ', NBSP);
