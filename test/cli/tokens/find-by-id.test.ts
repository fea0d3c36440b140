import { expect, test } from 'vitest';
import { findByIdPrefix } from '../../../cli/tokens/find-by-id.ts';
import type { Token } from '../../../lambda/tokens/token.ts';

const tokenOf = (hash: string): Token => ({
  hash,
  scopes: ['hooks'],
  app: 'LiveApp',
  label: '',
  createdAt: 0,
  expiresAt: null,
});
const tokens = ['abcdefgh1', 'abcdzzzz2', '-xyz12345'].map(tokenOf);

test.each([
  { prefix: 'abcde', hash: 'abcdefgh1' },
  { prefix: 'abcdzzzz2', hash: 'abcdzzzz2' },
  { prefix: '-xyz', hash: '-xyz12345' },
])('$prefix names $hash', ({ prefix, hash }) => expect(findByIdPrefix(prefix, tokens, 'tokens').hash).toBe(hash));

test.each([
  { prefix: 'abcd', says: 'the start of abcdefgh and abcdzzzz: expected more characters' },
  { prefix: 'bcde', says: 'expected the start of an id' },
  { prefix: 'abc', says: 'expected at least 4 characters' },
  { prefix: '', says: 'expected at least 4 characters' },
])('"$prefix" names none', ({ prefix, says }) => expect(() => findByIdPrefix(prefix, tokens, 'tokens')).toThrow(says));
