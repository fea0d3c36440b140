import type { Token } from '../../lambda/tokens/token.ts';
import type { TokenTable } from '../token-table.ts';

/** A table of tokens that is open, and the receiver that believes it. */
export interface Place {
  readonly tokens: TokenTable;
  /** Where the receiver answers, without a slash at the end; undefined when that is not known. */
  readonly url: string | undefined;
  /** How a person would call the place. */
  readonly name: string;
  /** Whether it is the secret that `npm start` keeps, and makes a token of at each start. */
  readonly admitsAgain: (token: Token) => boolean;
}

/** A place, and how to leave it. */
export interface OpenPlace extends Place {
  readonly close: () => Promise<void>;
}
