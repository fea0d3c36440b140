import { findInId, maskSecrets } from '../../lambda/hook/masking/mask-text.ts';
import { truncateMiddle } from '../../terminal/truncate.ts';

/** The ids, or hosts, that are named in a row. */
const MAX_NAMED = 5;
const MAX_COLUMNS = 60;

/** Masks the secrets of an id, as the receiver stores it. */
export const maskId = (id: string): string => maskSecrets(id, findInId);

/** Lists ids for people: the first ones, and how many there are more. */
export const listIds = (ids: readonly string[]): string => listSome(ids.map(maskId));

/** Names broadcasts for people: how many they are, and the first ids. */
export const nameBroadcasts = (ids: readonly string[]): string =>
  `${ids.length === 1 ? 'broadcast' : `${ids.length} broadcasts`} ${listIds(ids)}`;

/** Lists texts for people: the first ones, and how many there are more. */
export function listSome(texts: readonly string[]): string {
  const named = texts
    .slice(0, MAX_NAMED)
    .map((text) => truncateMiddle(text, MAX_COLUMNS))
    .join(', ');
  return texts.length > MAX_NAMED ? `${named} and ${texts.length - MAX_NAMED} more` : named;
}
