import type { Token } from '../../lambda/tokens/token.ts';
import type { TokenTable } from '../token-table.ts';
import { openDeployed } from './deployed.ts';
import { openLocal } from './on-this-machine.ts';

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

/** The option of every command that says which table is meant. */
export const stackOption = [
  '--stack <name>',
  'the deployed stack of this name (AWS credentials and region as usual), not this machine',
] as const;

/** Opens the table of a deployed stack, or without a name this machine's, for as long as it is used. */
export async function withTokens(stack: string | undefined, use: (place: Place) => Promise<void>): Promise<void> {
  if (stack !== undefined) return openDeployed(stack, use);
  const place = await openLocal();
  try {
    await use(place);
  } finally {
    await place.close();
  }
}
