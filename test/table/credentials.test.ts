import { expect, test } from 'vitest';
import { CredentialCache } from '../../lambda/authorising/credential-cache.ts';
import { streamKeyKey } from '../../lambda/tokens/stream-key-row.ts';
import { buildStreamKey, putStreamKey } from '../tokens/stream-key.builder.ts';
import { buildToken, putToken } from '../tokens/token.builder.ts';
import { useEngine } from './engine.ts';

const engine = useEngine();

test('a token and a key are found by their hashes as they are stored, and the key is gone a minute after it is revoked', async () => {
  const overrides = { stream: 'studio-*', use: 'both', from: 1, expires: 2, label: 'Café' } as const;
  const scopes = ['authorize'] as const;
  await Promise.all([
    putToken(engine().tokens, 'of the URL', { scopes }),
    putStreamKey(engine().tokens, 'of the publisher', overrides),
  ]);
  let up = 0;
  const cache = new CredentialCache(engine().tokens, {}, () => up);
  const token = buildToken('of the URL', { scopes });
  const key = buildStreamKey('of the publisher', overrides);
  const find = () => cache.find({ token: token.hash, key: key.hash }, up, 30_000);
  expect(await find()).toEqual({ token, key });
  await engine().tokens.delete(streamKeyKey(key.hash));
  expect(await find()).toEqual({ token, key });
  up += 60_000;
  expect(await find()).toEqual({ token, key: undefined });
  expect(await cache.find({ token: key.hash, key: token.hash }, up, 30_000)).toEqual({
    token: undefined,
    key: undefined,
  });
});
