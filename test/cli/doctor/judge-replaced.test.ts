import { describe, expect, test } from 'vitest';
import { type Evidence, judgeReplaced } from '../../../cli/doctor/rotate/judge-replaced.ts';
import type { Rotation } from '../../../cli/doctor/rotate/rotation-file.ts';
import { hashToken, type Token } from '../../../lambda/tokens/token.ts';

const changedAt = Date.UTC(2026, 10, 27, 10, 20);
const [OLD, NEW] = [hashToken('old'), hashToken('new')];
const rotation: Rotation = {
  server: 'https://media.example.com:5443',
  app: 'LiveApp',
  stack: null,
  hooksApp: 'LiveApp',
  secret: 'new',
  startedAt: changedAt,
  changedAt,
  replaced: [OLD],
};
const token: Token = { hash: OLD, scopes: ['hooks'], app: 'LiveApp', label: '', createdAt: 0, expiresAt: null };

const nowhere = { webhookUrls: new Map(), others: new Map(), unread: [], untold: [] };
const uses = (newHour: number, oldHour?: number): Evidence['uses'] =>
  new Map([[NEW, newHour], ...(oldHour === undefined ? [] : [[OLD, oldHour] as const])]);
const hour = (of: number): number => Date.UTC(2026, 10, 27, of);

/** Judges the old token, of which nothing is known but what is given. */
const judge = ({ places, ...evidence }: Partial<Omit<Evidence, 'places'>> & { places?: Partial<Evidence['places']> }) =>
  judgeReplaced(
    OLD,
    rotation,
    { tokens: [token], uses: uses(hour(20)), ...evidence, places: { ...nowhere, ...places } },
    hour(20),
  );

describe('judgeReplaced', () => {
  test('a token that was not used for an hour, while the new one was, is to be revoked', () => {
    expect(judge({})).toMatchObject({ state: 'revoke' });
    expect(judge({ uses: uses(hour(12)) })).toMatchObject({ state: 'revoke' });
    expect(judge({ uses: uses(hour(11)) })).toMatchObject({ state: 'wait' });
  });

  test('one that was used in an hour may have been used at its end', () => {
    expect(judge({ uses: uses(hour(14), hour(12)) })).toMatchObject({ state: 'revoke' });
    expect(judge({ uses: uses(hour(13), hour(12)) })).toMatchObject({ state: 'wait' });
    expect(judge({ uses: uses(hour(9), hour(8)) })).toMatchObject({ state: 'wait' }); // a URL had it until the change
  });

  test('as long as no hook came with the new one, it stays, however long ago it was used', () => {
    expect(judge({ uses: new Map() })).toMatchObject({
      state: 'wait',
      why: expect.stringContaining('no hook has come'),
    });
  });

  test('one that a webhook URL has stays, whatever it is for', () => {
    const everyApp = { ...token, app: '*' };
    const places = { webhookUrls: new Map([[OLD, 2]]) };
    expect(judge({ places, tokens: [everyApp] })).toMatchObject({
      state: 'wait',
      why: expect.stringContaining('2 URLs'),
    });
  });

  test('one that a URL has which is not rotated is left to its owner, and so is one of which that is not told', () => {
    const others = new Map([[OLD, ['webhookAuthenticateURL', 'the application live']]]);
    expect(judge({ places: { others } })).toMatchObject({
      state: 'keep',
      why: 'it also stands in webhookAuthenticateURL and the application live: change it there, then revoke it yourself',
    });
    expect(judge({ places: { untold: ['server.statusWebHookURL'] } })).toMatchObject({ state: 'keep' });
  });

  test('where something could not be read, it stays', () => {
    expect(judge({ places: { unread: ['the application live'] } })).toMatchObject({ state: 'wait' });
  });

  test('one for every app, or with another scope, is left to its owner', () => {
    expect(judge({ tokens: [{ ...token, app: '*' }] })).toMatchObject({ state: 'keep' });
    expect(judge({ tokens: [{ ...token, scopes: ['hooks', 'read'] }] })).toMatchObject({ state: 'keep' });
  });

  test('one that is revoked is gone', () => {
    expect(judge({ tokens: [] })).toMatchObject({ state: 'gone' });
  });
});
