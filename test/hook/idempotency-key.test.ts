import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { serializeDeferred } from '../../lambda/deferred/deferred-event.ts';
import type { HookRequest } from '../../lambda/hook/hook-request.ts';
import { idempotencyKeysOf } from '../../lambda/hook/idempotency-key.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { buildRawRequest } from './raw-request.builder.ts';

const NOW = Date.UTC(2026, 10, 2, 12);
const body = JSON.stringify({ action: 'liveStreamStarted', id: 's', timestamp: NOW, pin: '482913' });
const request = (overrides: Partial<HookRequest> = {}) =>
  buildRawRequest(body, { token: 'a token of the URL', ...overrides });

describe('the idempotency key of an event', () => {
  test.each([
    { what: 'another app', overrides: { app: 'Other' } },
    { what: 'another token', overrides: { token: 'another' } },
    { what: 'other bytes', overrides: { bytes: Buffer.from('{}') } },
  ])('differs for $what', ({ overrides }) => {
    expect(idempotencyKeysOf(request(overrides)).ofBytes).not.toBe(idempotencyKeysOf(request()).ofBytes);
  });

  test('is the same for a retry, but differs for each request without a clock', () => {
    const [first, retry] = [idempotencyKeysOf(request()), idempotencyKeysOf(request({ requestId: 'again' }))];
    expect(retry.ofBytes).toBe(first.ofBytes);
    expect(retry.ofRequest).not.toBe(first.ofRequest);
  });

  test('does not allow testing guesses of a masked value against a row or a deferred event', () => {
    const message = toMessage(request());
    const hook = readMessage(message);
    if (hook.type !== 'stream') throw new Error('expected an event of a stream');
    const stored = JSON.stringify([toEventRow(hook, 30, true), serializeDeferred({ message })]);
    expect(stored).toContain(hook.idempotencyKey);
    expect(stored).not.toContain('a token of the URL');
    for (const hash of unkeyedHashes(request())) expect(stored).not.toContain(hash.slice(0, 12));
  });
});

/** The hashes of a request that need no key: anyone who knows the rest of it could try each code. */
function unkeyedHashes({ app, bytes, requestId }: HookRequest): string[] {
  const texts = [bytes.toString(), `${app}\0${bytes}`, `${app}\0${bytes}\0${requestId}`, `${bytes}\0${requestId}`];
  return texts.flatMap((text) => [
    createHash('sha256').update(text).digest('base64url'),
    createHash('sha256').update(text).digest('hex'),
  ]);
}
