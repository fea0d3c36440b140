import { describe, expect, test } from 'vitest';
import { type Evidence, judgeReplaced } from '../../../cli/doctor/rotate/judge-replaced.ts';
import type { Rotation } from '../../../cli/doctor/rotate/rotation-file.ts';
import { hashToken, type Token } from '../../../lambda/tokens/token.ts';

const HOUR_MS = 3_600_000;
const startedAt = Date.UTC(2026, 10, 27, 10, 20);
const [OLD, NEW] = [hashToken('old'), hashToken('new')];
const rotation: Rotation = {
  server: 'https://media.example.com:5443',
  app: 'LiveApp',
  stack: null,
  hooksApp: 'LiveApp',
  secret: 'new',
  startedAt,
  replaced: [OLD],
};
const token: Token = { hash: OLD, scopes: ['hooks'], app: 'LiveApp', label: '', createdAt: 0, expiresAt: null };

/** Judges the old token, of which nothing is known but what `evidence` says. */
const judge = (evidence: Partial<Evidence>) =>
  judgeReplaced(OLD, rotation, {
    tokens: [token],
    uses: new Map([[NEW, startedAt - 20 * 60_000]]),
    urls: new Map(),
    now: startedAt + 10 * HOUR_MS,
    ...evidence,
  });

const usedAt = (hour: number): Evidence['uses'] => new Map([[NEW, startedAt], [OLD, hour]]); // biome-ignore format: a line

describe('judgeReplaced', () => {
  test('a token that nobody used for an hour is to be revoked', () => {
    expect(judge({})).toMatchObject({ state: 'revoke' });
    expect(judge({ now: startedAt + HOUR_MS })).toMatchObject({ state: 'revoke' });
    expect(judge({ now: startedAt + HOUR_MS - 1 })).toMatchObject({ state: 'wait' });
  });

  test('one that was used in an hour may have been used at its end', () => {
    const hour = Date.UTC(2026, 10, 27, 12);
    expect(judge({ uses: usedAt(hour), now: hour + 2 * HOUR_MS - 1 })).toMatchObject({ state: 'wait' });
    expect(judge({ uses: usedAt(hour), now: hour + 2 * HOUR_MS })).toMatchObject({ state: 'revoke' });
  });

  test('as long as no hook came with the new one, it stays, however long ago it was used', () => {
    expect(judge({ uses: new Map() })).toMatchObject({
      state: 'wait',
      why: expect.stringContaining('no hook has come with the new token yet'),
    });
  });

  test('one that a URL of the media server has stays, whatever it is for', () => {
    const everyApp = { ...token, app: '*' };
    expect(judge({ urls: new Map([[OLD, 2]]), tokens: [everyApp] })).toMatchObject({ state: 'wait', why: expect.stringContaining('2 URLs') }); // biome-ignore format: a line
  });

  test('one for every app, or with another scope, is left to its owner', () => {
    expect(judge({ tokens: [{ ...token, app: '*' }] })).toMatchObject({ state: 'keep' });
    expect(judge({ tokens: [{ ...token, scopes: ['hooks', 'read'] }] })).toMatchObject({ state: 'keep' });
  });

  test('one that is revoked is gone', () => {
    expect(judge({ tokens: [] })).toMatchObject({ state: 'gone' });
  });
});
