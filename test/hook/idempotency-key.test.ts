import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { serializeDeferred } from '../../lambda/deferred/deferred-event.ts';
import { clockOf, type HookRequest, idempotencyKeysOf } from '../../lambda/hook/idempotency-key.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';

const NOW = Date.UTC(2026, 10, 2, 12);
const DAY = 86_400_000;

describe('the clock of an event', () => {
  test.each([
    { what: 'digits', timestamp: String(NOW), clock: { at: NOW } },
    { what: 'a number', timestamp: NOW, clock: { at: NOW } },
    { what: 'the first that was ever sent', timestamp: Date.UTC(2024, 0, 1), clock: { at: Date.UTC(2024, 0, 1) } },
    { what: 'an earlier one', timestamp: Date.UTC(2024, 0, 1) - 1, clock: {} },
    { what: 'seconds', timestamp: '1795628812', clock: {} },
    { what: 'a small number', timestamp: 12345, clock: {} },
    { what: 'zero', timestamp: 0, clock: {} },
    { what: 'two minutes ahead', timestamp: NOW + 120_000, clock: { at: NOW + 120_000, fastClock: true } },
    { what: 'a minute ahead', timestamp: NOW + 60_000, clock: { at: NOW + 60_000 } },
    { what: 'more than two minutes ahead', timestamp: NOW + 120_001, clock: { fastClock: true } },
    { what: 'a day ahead', timestamp: NOW + DAY, clock: { fastClock: true } },
    { what: 'more than a day ahead', timestamp: NOW + DAY + 1, clock: {} },
    { what: 'forged', timestamp: '99999999999999', clock: {} },
    { what: 'no whole number', timestamp: NOW + 0.5, clock: {} },
    { what: 'signed', timestamp: `+${NOW}`, clock: {} },
    { what: 'words', timestamp: 'soon', clock: {} },
    { what: 'null', timestamp: null, clock: {} },
  ])('is right when its timestamp is $what', ({ timestamp, clock }) => {
    expect(clockOf({ timestamp }, NOW)).toEqual(clock);
  });
});

describe('what an event is known by', () => {
  const sent = (special: Partial<HookRequest> = {}): HookRequest => ({
    app: 'LiveApp',
    token: 'a token of the URL',
    bytes: Buffer.from(JSON.stringify({ action: 'liveStreamStarted', id: 's', timestamp: NOW, pin: '482913' })),
    contentType: 'application/json',
    receivedAt: NOW,
    requestId: 'request',
    address: '203.0.113.9',
    ...special,
  });

  test.each([
    { what: 'another app', special: { app: 'Other' } },
    { what: 'another token', special: { token: 'another' } },
    { what: 'other bytes', special: { bytes: Buffer.from('{}') } },
  ])('differs for $what', ({ special }) => {
    expect(idempotencyKeysOf(sent(special)).ofBytes).not.toBe(idempotencyKeysOf(sent()).ofBytes);
  });

  test('is the same for a retry, but for each request where there is no clock', () => {
    const [first, again] = [idempotencyKeysOf(sent()), idempotencyKeysOf(sent({ requestId: 'again' }))];
    expect(again.ofBytes).toBe(first.ofBytes);
    expect(again.ofRequest).not.toBe(first.ofRequest);
  });

  test('lets nobody who sees a row or what waits test a guess at what is masked', () => {
    const message = toMessage(sent());
    const hook = readMessage(message);
    if (hook.type !== 'stream') throw new Error('expected an event of a stream');
    const seen = JSON.stringify([toEventRow(hook, 30), serializeDeferred({ message })]);
    expect(seen).toContain(hook.idempotencyKey);
    expect(seen).not.toContain('a token of the URL');
    for (const guessed of guesses(sent())) expect(seen).not.toContain(guessed.slice(0, 12));
  });
});

/** The hashes of what was sent that need no key, with the secret as it is: who knows all but that could try each code. */
function guesses({ app, bytes, requestId }: HookRequest): string[] {
  const texts = [bytes.toString(), `${app}\0${bytes}`, `${app}\0${bytes}\0${requestId}`, `${bytes}\0${requestId}`];
  return texts.flatMap((text) => [
    createHash('sha256').update(text).digest('base64url'),
    createHash('sha256').update(text).digest('hex'),
  ]);
}
