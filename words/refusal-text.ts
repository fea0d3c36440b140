import type { CountedReason, KeyUse } from '../lambda/stream/refusal.ts';
import { refusalMeanings } from '../lambda/text/refusal-meaning.ts';

/** Remedies, each in one short sentence; of a publisher and a player where they differ. */
const remedies: { readonly [R in CountedReason]: string | { readonly [U in KeyUse]: string } } = {
  unreadable: 'Check that the media server asks for publishers and players at a URL of each.',
  reservedParameter:
    'Remove parameters such as id or action from the URL; if none of yours has one, somebody forges hooks.',
  noKey: {
    publish: 'Give the encoder its key: the stream key is then ID?token=KEY.',
    play: 'Give the player its key: its URL then has token=KEY.',
  },
  unknownKey: 'Check the key for typing errors, or make a new one: npm run keys -- create.',
  expired: 'Make a new key: npm run keys -- create.',
  notYet: 'Wait until the key is valid: npm run keys -- list shows from when.',
  otherStream: 'Use the id that the key was made for, or make a key for this one.',
};

/** A refusal's use and reason. A receiver of a later release may have reasons that this one does not know. */
interface RefusalKind {
  readonly use: KeyUse;
  readonly reason: string;
}

/** Names who was refused. */
export const refusedName = ({ use }: RefusalKind): string => (use === 'publish' ? 'publisher' : 'player');

/** Formats why somebody was refused, such as `it had no key`. */
export const formatReason = ({ reason }: RefusalKind): string => (isKnown(reason) ? refusalMeanings[reason] : reason);

/** Formats the remedy, as a sentence; null where none is known. */
export function formatRemedy({ use, reason }: RefusalKind): string | null {
  if (!isKnown(reason)) return null;
  const remedy = remedies[reason];
  return typeof remedy === 'string' ? remedy : remedy[use];
}

const isKnown = (reason: string): reason is CountedReason => Object.hasOwn(remedies, reason);
