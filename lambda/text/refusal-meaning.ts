import type { CountedReason } from '../stream/refusal.ts';

/** Says why a publisher or a player was refused, as what follows "refused: ". */
export const refusalMeanings: { readonly [R in CountedReason]: string } = {
  unreadable: 'the question of the media server could not be read',
  reservedParameter: 'its parameters would have replaced fields of the hooks',
  noKey: 'it had no key',
  unknownKey: 'its key is unknown, revoked, or for another app or use',
  expired: 'its key has expired',
  notYet: 'its key is not valid yet',
  otherStream: 'its key is for another stream',
};
