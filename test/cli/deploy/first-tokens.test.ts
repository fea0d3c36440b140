import { expect, test, vi } from 'vitest';
import { createFirstTokens, findMissingTokens, planFirstTokens } from '../../../cli/deploy/first-tokens.ts';
import type { Token } from '../../../lambda/tokens/token.ts';

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
  { existing: 'no token', all: [], app: 'LiveApp', missing: ['hooks', 'read'] },
  { existing: 'one to read', all: [reader], app: 'LiveApp', missing: ['hooks'] },
  { existing: 'one to read one app', all: [token('Studio', ['read'])], app: 'LiveApp', missing: ['hooks'] },
  { existing: 'one of another app', all: [token('Studio', ['hooks']), reader], app: 'Studio', missing: [] },
  { existing: 'the newest of every app', all: [token('*', ['hooks', 'read'])], app: 'LiveApp', missing: [] },
  { existing: 'one that expired', all: [token('Studio', ['hooks'], NOW), reader], app: 'Studio', missing: [] },
  { existing: 'one that expired, and an older one', all: [token('A', ['hooks'], NOW), token('B', ['hooks']), reader], app: 'B', missing: [] },
  { existing: 'only an expired one to read', all: [token('*', ['read'], NOW), token('*', ['hooks'])], app: 'LiveApp', missing: [] },
  { existing: 'one that will expire', all: [token('Studio', ['hooks'], NOW + 1), reader], app: 'Studio', missing: [] },
  { existing: 'one to authorize only', all: [token('*', ['authorize'])], app: 'LiveApp', missing: ['hooks', 'read'] },
  { existing: 'one that a test left behind', all: [token('deploy-test', ['hooks', 'read'])], app: 'LiveApp', missing: ['hooks', 'read'] },
  { existing: 'none of the requested app', all: [token('A', ['hooks']), reader], requested: 'B', app: 'B', missing: ['hooks'] },
  { existing: 'one of the requested app', all: [token('A', ['hooks']), token('B', ['hooks'])], requested: 'B', app: 'B', missing: ['read'] },
  { existing: 'an expired one of the requested app', all: [token('B', ['hooks'], NOW), reader], requested: 'B', app: 'B', missing: [] },
  { existing: 'one of every app, where an app is requested', all: [token('*', ['hooks']), reader], requested: 'B', app: 'B', missing: [] },
] as const)('with $existing, the URL is for $app and $missing are missing', ({ all, app, missing, ...options }) => {
  const requested = 'requested' in options ? options.requested : undefined;
  expect(planFirstTokens(all, requested, NOW)).toMatchObject({ app, missingScopes: missing });
}); // biome-ignore format: a table

test.each([
  { existing: 'no token', all: [reader], has: false },
  { existing: 'one of the app', all: [token('LiveApp', ['authorize'])], has: true },
  { existing: 'one of every app', all: [token('*', ['authorize'])], has: true },
  { existing: 'one of another app', all: [token('LiveApp', ['hooks']), token('Studio', ['authorize'])], has: false },
  { existing: 'an expired one', all: [token('LiveApp', ['authorize'], NOW)], has: false },
] as const)('with $existing, the media server has a token to ask who may publish: $has', ({ all, has }) =>
  expect(planFirstTokens(all, undefined, NOW).hasAuthoriseToken).toBe(has),
);

const tableWith = (...all: Token[]) => ({ list: async () => all });
const signal = new AbortController().signal;

test('--no-tokens creates no tokens', async () => {
  const options = { app: 'Studio', tokens: false };
  expect(await findMissingTokens(tableWith(), options)).toEqual({
    app: 'Studio',
    missingScopes: [],
    hasAuthoriseToken: false,
    skipReason: 'disabled',
  });
  expect(await findMissingTokens(tableWith(token('*', ['hooks', 'read'])), options)).toEqual({
    app: 'Studio',
    missingScopes: [],
    hasAuthoriseToken: false,
  });
});

test('a token to send hooks is for the app, one to read for every app', async () => {
  const create = vi.fn(async (_secret: string, newToken: Omit<Token, 'hash'>) => ({ ...newToken, hash: '' }));
  const missing = { app: 'Studio', missingScopes: ['hooks', 'read'], hasAuthoriseToken: false } as const;
  const { hooksSecret, readSecret } = await createFirstTokens({ create }, missing, signal);
  const common = { label: 'first deployment', expiresAt: null };
  expect(create.mock.calls).toMatchObject([
    [hooksSecret, { ...common, scopes: ['hooks'], app: 'Studio' }],
    [readSecret, { ...common, scopes: ['read'], app: '*' }],
  ]);
});

test('Ctrl-C while a token is created prevents the next one, and loses no secret', async () => {
  const controller = new AbortController();
  const create = vi.fn(async (_secret: string, newToken: Omit<Token, 'hash'>) => {
    controller.abort(new Error('Interrupted'));
    return { ...newToken, hash: '' };
  });
  const missing = { app: 'Studio', missingScopes: ['hooks', 'read'], hasAuthoriseToken: false } as const;
  const created = await createFirstTokens({ create }, missing, controller.signal);
  const { reason: error } = controller.signal;
  expect(created).toEqual({
    app: 'Studio',
    hooksSecret: create.mock.calls[0]?.[0],
    readSecret: undefined,
    hasAuthoriseToken: false,
    skipReason: { error },
  });
  expect(create).toHaveBeenCalledOnce();
});
