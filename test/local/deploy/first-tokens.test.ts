import { expect, test } from 'vitest';
import type { Token } from '../../../lambda/tokens/token.ts';
import { missingTokens } from '../../../local/deploy/first-tokens.ts';

const NOW = 1_793_620_800_000;
const token = (app: string, scopes: Token['scopes'], expiresAt: number | null = null): Token => ({
  hash: '',
  scopes,
  app,
  label: '',
  createdAt: 0,
  expiresAt,
});
const reader = token('*', ['read']);

test.each([
  { there: 'no token', all: [], app: 'LiveApp', lacks: ['hooks', 'read'] },
  { there: 'one to read', all: [reader], app: 'LiveApp', lacks: ['hooks'] },
  { there: 'one to read one app', all: [token('Studio', ['read'])], app: 'LiveApp', lacks: ['hooks'] },
  { there: 'one of another app', all: [token('Studio', ['hooks']), reader], app: 'Studio', lacks: [] },
  { there: 'the newest of every app', all: [token('*', ['hooks', 'read'])], app: 'LiveApp', lacks: [] },
  { there: 'one that expired', all: [token('Studio', ['hooks'], NOW), reader], app: 'LiveApp', lacks: ['hooks'] },
  { there: 'one that will', all: [token('Studio', ['hooks'], NOW + 1), reader], app: 'Studio', lacks: [] },
  { there: 'one to authorize', all: [token('*', ['authorize'])], app: 'LiveApp', lacks: ['hooks', 'read'] },
  { there: 'one that a test left', all: [token('deploy-test', ['hooks', 'read'])], app: 'LiveApp', lacks: ['hooks', 'read'] },
  { there: 'none of the app that is asked for', all: [token('A', ['hooks']), reader], wanted: 'B', app: 'B', lacks: ['hooks'] },
  { there: 'one of the app that is asked for', all: [token('A', ['hooks']), token('B', ['hooks'])], wanted: 'B', app: 'B', lacks: ['read'] },
  { there: 'one of every app, and one is asked for', all: [token('*', ['hooks']), reader], wanted: 'B', app: 'B', lacks: [] },
] as const)('with $there, the URL is for $app and $lacks lack', ({ all, app, lacks, ...asked }) => {
  expect(missingTokens(all, 'wanted' in asked ? asked.wanted : undefined, NOW)).toEqual({ app, lacks });
}); // biome-ignore format: a table
