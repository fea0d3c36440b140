import { MASK } from '../hook/masking/secret-range.ts';

/** The shape of a key of a publisher or a player, which `npm run keys` gives it. */
const keyShape = /amk_[A-Za-z0-9_-]{16,}/g;

/** Masks each key in a stream's id: a publisher may have typed it in the wrong place. */
export const maskKeys = (id: string): string => id.replace(keyShape, MASK);

/**
 * Masks what follows the first slash of an id that is no known stream: it may be a key, which the media server takes for a part
 * of the id when a path and parameters come together, as in `cam-1/KEY?x=y`.
 */
export const maskBehindSlash = (id: string): string => id.replace(/\/.+/s, `/${MASK}`);

/** Masks an id of which it is not known whether it is a stream. */
export const maskUnknownId = (id: string): string => maskKeys(maskBehindSlash(id));
