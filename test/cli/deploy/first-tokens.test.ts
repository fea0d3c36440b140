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
  { there: 'no token', all: [], app: 'LiveApp', lacks: ['hooks', 'read'] },
  { there: 'one to read', all: [reader], app: 'LiveApp', lacks: ['hooks'] },
  { there: 'one to read one app', all: [token('Studio', ['read'])], app: 'LiveApp', lacks: ['hooks'] },
  { there: 'one of another app', all: [token('Studio', ['hooks']), reader], app: 'Studio', lacks: [] },
  { there: 'the newest of every app', all: [token('*', ['hooks', 'read'])], app: 'LiveApp', lacks: [] },
  { there: 'one that expired', all: [token('Studio', ['hooks'], NOW), reader], app: 'Studio', lacks: [] },
  { there: 'one that expired, and an older one', all: [token('A', ['hooks'], NOW), token('B', ['hooks']), reader], app: 'B', lacks: [] },
  { there: 'none to read but one that expired', all: [token('*', ['read'], NOW), token('*', ['hooks'])], app: 'LiveApp', lacks: [] },
  { there: 'one that will', all: [token('Studio', ['hooks'], NOW + 1), reader], app: 'Studio', lacks: [] },
  { there: 'one to authorize', all: [token('*', ['authorize'])], app: 'LiveApp', lacks: ['hooks', 'read'] },
  { there: 'one that a test left', all: [token('deploy-test', ['hooks', 'read'])], app: 'LiveApp', lacks: ['hooks', 'read'] },
  { there: 'none of the app that is asked for', all: [token('A', ['hooks']), reader], wanted: 'B', app: 'B', lacks: ['hooks'] },
  { there: 'one of the app that is asked for', all: [token('A', ['hooks']), token('B', ['hooks'])], wanted: 'B', app: 'B', lacks: ['read'] },
  { there: 'one of the app that is asked for, which expired', all: [token('B', ['hooks'], NOW), reader], wanted: 'B', app: 'B', lacks: [] },
  { there: 'one of every app, and one is asked for', all: [token('*', ['hooks']), reader], wanted: 'B', app: 'B', lacks: [] },
] as const)('with $there, the URL is for $app and $lacks lack', ({ all, app, lacks, ...asked }) => {
  expect(planFirstTokens(all, 'wanted' in asked ? asked.wanted : undefined, NOW)).toEqual({ app, lacks });
}); // biome-ignore format: a table

const tableWith = (...all: Token[]) => ({ list: async () => all });
const signal = new AbortController().signal;

test('none is to be made when nobody wants them', async () => {
  const wanted = { app: 'Studio', tokens: false };
  expect(await findMissingTokens(tableWith(), wanted)).toEqual({ app: 'Studio', lacks: [], unmade: 'unwanted' });
  expect(await findMissingTokens(tableWith(token('*', ['hooks', 'read'])), wanted)).toEqual({
    app: 'Studio',
    lacks: [],
  });
});

test('a token to send hooks is for the app, one to read for every app', async () => {
  const create = vi.fn(async (_secret: string, kept: Omit<Token, 'hash'>) => ({ ...kept, hash: '' }));
  const { hooks, read } = await createFirstTokens({ create }, { app: 'Studio', lacks: ['hooks', 'read'] }, signal);
  const common = { label: 'first deployment', expiresAt: null };
  expect(create.mock.calls).toMatchObject([
    [hooks, { ...common, scopes: ['hooks'], app: 'Studio' }],
    [read, { ...common, scopes: ['read'], app: '*' }],
  ]);
});

test('Ctrl-C while one is made keeps the next one from being made, and loses none', async () => {
  const controller = new AbortController();
  const create = vi.fn(async (_secret: string, kept: Omit<Token, 'hash'>) => {
    controller.abort(new Error('Interrupted'));
    return { ...kept, hash: '' };
  });
  const made = await createFirstTokens({ create }, { app: 'Studio', lacks: ['hooks', 'read'] }, controller.signal);
  const { reason: error } = controller.signal;
  expect(made).toEqual({ app: 'Studio', hooks: create.mock.calls[0]?.[0], read: undefined, unmade: { error } });
  expect(create).toHaveBeenCalledOnce();
});
