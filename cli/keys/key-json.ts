import type { StreamKey } from '../../lambda/tokens/stream-key.ts';
import { tokenIdOf } from '../../lambda/tokens/token.ts';

const toIso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

/** Whether a key is past its validity at a time (ms since the epoch). */
export const isKeyExpired = ({ expires }: StreamKey, now: number): boolean => expires !== null && expires <= now;

/** Whether the validity of a key has not begun at a time (ms since the epoch). */
export const isNotYetValid = ({ from }: StreamKey, now: number): boolean => from !== null && now < from;

/** Converts a new key to its JSON output, the only one with the key itself. Times are in ISO 8601 UTC. */
export function toCreatedJson(key: StreamKey, secret: string) {
  const { app, stream, use, label, from, expires } = key;
  return { id: tokenIdOf(key), key: secret, app, stream, use, label, from: toIso(from), expires: toIso(expires) };
}

/** Converts a key to its JSON output, without its hash. `lastUsedAt` is the start of an hour. */
export function toKeyJson(key: StreamKey, now: number) {
  const { app, stream, use, label, from, expires, createdAt, lastUsedAt, allowed } = key;
  return {
    id: tokenIdOf(key),
    app,
    stream,
    use,
    label,
    from: toIso(from),
    expires: toIso(expires),
    createdAt: toIso(createdAt),
    lastUsedAt: toIso(lastUsedAt),
    allowed,
    expired: isKeyExpired(key, now),
  };
}
