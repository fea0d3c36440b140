import { TokenTable } from '../../local/token-table.ts';
import type { Place, WhereNone } from '../place/place.ts';
import { withPlace } from '../place/with-place.ts';

/** A table of tokens that is open, and the receiver that believes it. */
export interface TokenPlace extends Place {
  readonly tokens: TokenTable;
}

/** Opens the table of a deployed stack, or without a name this machine's, for as long as it is used. */
export function withTokens(
  stack: string | undefined,
  use: (place: TokenPlace) => Promise<void>,
  whereNone?: WhereNone,
): Promise<void> {
  const useTokens = (place: Place) => use({ ...place, tokens: new TokenTable(place.client, place.tables.tokens) });
  return withPlace(stack, useTokens, whereNone);
}
