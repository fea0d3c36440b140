import { iso } from '../../lambda/reading/stream-json.ts';
import { isKeyExpired, type StreamKey } from '../../lambda/tokens/stream-key.ts';
import { tokenIdOf } from '../../lambda/tokens/token.ts';

/** Converts a new key to its JSON output, the only one with the key itself. Times are in ISO 8601 UTC. */
export function toCreatedJson(key: StreamKey, secret: string) {
  const { app, stream, use, label, from, expires } = key;
  return { id: tokenIdOf(key), key: secret, app, stream, use, label, from: iso(from), expires: iso(expires) };
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
    from: iso(from),
    expires: iso(expires),
    createdAt: iso(createdAt),
    lastUsedAt: iso(lastUsedAt),
    allowed,
    expired: isKeyExpired(key, now),
  };
}
