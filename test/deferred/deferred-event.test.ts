import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDeferred, serializeDeferred } from '../../lambda/deferred/deferred-event.ts';
import type { HookRequest } from '../../lambda/hook/idempotency-key.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { bodyOf, captures, contentTypeOf } from '../capture.ts';
import { buildHookRequest, type HookInput } from '../hook/hook-request.builder.ts';
import { arbitraryHooks } from '../stream/arbitrary-hooks.ts';

/** What a queue takes in a message, in bytes. */
const MAX_QUEUE_MESSAGE_BYTES = 1_048_576;
const MAX_REQUEST_BYTES = 256 * 1024;

const request = (bytes: Buffer, contentType?: string): HookRequest => ({
  app: 'LiveApp',
  token: 'token',
  address: '203.0.113.9',
  bytes,
  contentType,
  receivedAt: Date.UTC(2026, 10, 2, 12),
  requestId: 'request',
});

/** Checks that an event which waited means what it meant when it came. */
function expectSame(of: HookRequest): void {
  const message = toMessage(of);
  const text = serializeDeferred({ message });
  expect(text).toMatch(/^[\x20-\x7e]*$/); // a line of ASCII
  expect(text.length).toBeLessThan(MAX_QUEUE_MESSAGE_BYTES);
  expect(JSON.stringify(readMessage(parseDeferred(text).message))).toBe(JSON.stringify(readMessage(message)));
}

describe('an event that waited is no other than one that did not', () => {
  test('in every captured request', () => {
    for (const capture of captures()) expectSame(request(bodyOf(capture), contentTypeOf(capture)));
  });

  test('in random hooks', () => {
    const same = (set: HookInput[]) => {
      for (const hook of set) expectSame({ ...buildHookRequest(hook), app: 'Ä/#' });
    };
    fc.assert(fc.property(arbitraryHooks(5), same));
  });

  test('in random JSON, with names and numbers that break things', () => {
    const name = fc.oneof(fc.constantFrom('id', 'action', 'timestamp', '__proto__', 'constructor', '7'), fc.string());
    const number = fc.constantFrom('1e999', '-1e999', '-0', '1e-999', '9007199254740993', '0.1');
    const value = fc.oneof(
      number,
      fc.json(),
      fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    );
    const members = fc.array(fc.tuple(name, value), { maxLength: 8 });
    const json = members.map((all) => `{${all.map(([key, told]) => `${JSON.stringify(key)}:${told}`).join(',')}}`);
    fc.assert(fc.property(json, (text) => expectSame(request(Buffer.from(text)))));
  });

  test('in random bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => expectSame(request(Buffer.from(bytes)))));
  });

  test.each<[string, Buffer]>([
    ['random bytes', randomBytes(MAX_REQUEST_BYTES)],
    ['a form of random bytes', Buffer.concat([Buffer.from('action=x&id=y&z='), randomBytes(MAX_REQUEST_BYTES - 16)])],
    ['control characters', Buffer.from(`action=x&id=y&z=${'\x01'.repeat(MAX_REQUEST_BYTES - 16)}`, 'latin1')],
    ['text beyond ASCII', Buffer.from(JSON.stringify({ action: 'x', id: 'y', z: '東'.repeat(87_000) }))],
    ['JSON that is broken at its end', Buffer.from(`{"action":"x","id":"y","z":"${'"\\'.repeat(131_000)}`)],
    ['one letter', Buffer.from(JSON.stringify({ action: 'x', id: 'y', z: 'z'.repeat(MAX_REQUEST_BYTES - 40) }))],
  ])('when it is as large as one may be: %s', (_what, bytes) => {
    expect(bytes.length).toBeGreaterThan(MAX_REQUEST_BYTES - 2_000);
    expect(bytes.length).toBeLessThanOrEqual(MAX_REQUEST_BYTES);
    expectSame(request(bytes));
  });
});

describe('what waits', () => {
  const message = toMessage(request(Buffer.from('action=playStarted&id=cam-1&streamName=K%FCche')));

  test('is text that a person can read, and keeps the hash of its token', () => {
    const text = serializeDeferred({ message, tokenHash: 'hash' });
    expect(text).toContain('"action":"playStarted"');
    expect(text).toContain('K\\u00fcche');
    expect(parseDeferred(text)).toEqual({ message, tokenHash: 'hash' });
  });

  const saying = (said: unknown) => JSON.stringify({ message: { ...message, said } });

  test.each(['', '{', '{}', 'null', '{"message":{}}', 'AAAA', serializeDeferred({ message }).slice(0, -1)])(
    'is refused when it is anything else: %s',
    (text) => {
      expect(() => parseDeferred(text)).toThrow();
    },
  );

  test.each([undefined, null, 1, 'fields', [], {}, { fields: null }])(
    'is refused when it says %j, which no request does',
    (said) => {
      expect(() => parseDeferred(saying(said))).toThrow('expected what the receiver wrote');
    },
  );
});
