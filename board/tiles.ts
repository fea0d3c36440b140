import { failingSince } from '../lambda/stream/failing.ts';
import { statusName } from '../words/status.ts';
import type { Stream } from './responses.ts';

/** The kind that a stream is counted as, in the order of gravity. An expected stream that is not live is missing, whatever else it is. */
export type Tile = 'missing' | 'stale' | 'failing' | Stream['status'];

/** The tiles that the board shows whatever they count. */
export const mainTiles = ['missing', 'stale', 'failing', 'live'] as const satisfies readonly Tile[];

/** The values that the list can be filtered by. */
export const tiles: readonly Tile[] = [...mainTiles, 'presumedEnded', 'ended', 'unknown'];

/** Names a tile, as in `presumed ended`. */
export const tileName = (tile: Tile): string =>
  tile === 'missing' || tile === 'stale' || tile === 'failing' ? tile : statusName(tile);

/** Whether a stream had an error in the hour before now (ms since the epoch, by the receiver's clock). */
export const isFailing = ({ lastError }: Stream, now: number): boolean =>
  lastError !== null && Date.parse(lastError.at) >= failingSince(now);

/** Returns what a stream is counted as, each stream as one; `now` is in ms since the epoch, by the receiver's clock. */
export function tileOf(stream: Stream, isMissing: boolean, now: number): Tile {
  if (isMissing) return 'missing';
  if (stream.stale) return 'stale';
  return isFailing(stream, now) ? 'failing' : stream.status;
}
