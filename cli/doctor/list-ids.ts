import { findInId, maskSecrets } from '../../lambda/hook/masking/mask-text.ts';
import { truncateMiddle } from '../../terminal/truncate.ts';

/** The ids that are named in a row. */
const MAX_NAMED = 5;
const MAX_ID_COLUMNS = 60;

/** Masks the secrets of an id, as the receiver stores it. */
export const maskId = (id: string): string => maskSecrets(id, findInId);

/** Lists ids for people: the first ones, and how many there are more. */
export function listIds(ids: readonly string[]): string {
  const named = ids
    .slice(0, MAX_NAMED)
    .map((id) => truncateMiddle(maskId(id), MAX_ID_COLUMNS))
    .join(', ');
  return ids.length > MAX_NAMED ? `${named} and ${ids.length - MAX_NAMED} more` : named;
}
