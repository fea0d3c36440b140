/** A key of a publisher or player has this shape, which `npm run keys` gives it; a part of one is masked too. */
const keyShape = /amk_[A-Za-z0-9_-]{16,}/g;

/** Replaces each key in a stream's id by `***`: a publisher may have typed it in the wrong place. */
export const maskKeys = (id: string): string => id.replace(keyShape, '***');

/**
 * Masks an id that is no known stream: what follows the first slash may be a key, which the media server takes for a part of
 * the id when a path and parameters come together, as in `cam-1/KEY?x=y`.
 */
export const maskUnknownId = (id: string): string => maskKeys(id.replace(/\/.*/s, '/***'));
