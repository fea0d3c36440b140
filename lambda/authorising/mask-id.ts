import { isSecretName } from '../hook/masking/secret-names.ts';
import { MASK } from '../hook/masking/secret-range.ts';
import { STREAM_KEY_START } from '../tokens/stream-key.ts';

/** The shape of a key of a publisher or a player, which `npm run keys` gives it. */
const keyShape = new RegExp(`${STREAM_KEY_START}[A-Za-z0-9_-]{16,}`, 'g');

/** Masks each key in a stream's id: a publisher may have typed it in the wrong place. */
export const maskKeys = (id: string): string => id.replace(keyShape, MASK);

/** A pair in an id: in `cam-1?x=y&token=SECRET` it captures `&token=`, then `token`. */
const pair = /((?:^|[?&;,]|%3f|%26)([^=?&;,%]+)(?:=|%3d))[^&;,]+/gi;

/**
 * Masks the values of secret names in an id that is no known stream, as in `cam-1?token=SECRET`, and what follows its first slash:
 * it may be a key, which the media server takes for a part of the id when a path and parameters come together, as in
 * `cam-1/KEY?x=y`.
 */
const maskSecrets = (id: string): string =>
  id
    .replace(pair, (whole, start: string, name: string) => (isSecretName(name) ? start + MASK : whole))
    .replace(/\/.+/s, `/${MASK}`);

/** Returns the id of a refusal, as it may be shown unless it is a known stream. */
export const toShownId = (id: string | null): string | null => (id === null ? null : maskSecrets(id));

/** Masks an id of which it is not known whether it is a stream. */
export const maskUnknownId = (id: string): string => maskKeys(maskSecrets(id));
