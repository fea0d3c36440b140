import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deferredText, readDeferred } from '../../lambda/deferred/deferred-event.ts';
import type { Received } from '../../lambda/hook/idempotency-key.ts';
import { messageOf } from '../../lambda/hook/message.ts';
import { hookOf } from '../../lambda/hook/read-message.ts';
import { bodyOf, captures, contentTypeOf } from '../capture.ts';
import { hooks } from '../stream/arbitrary-hooks.ts';
import { received, type WireHook } from '../stream/model.ts';

/** What a queue takes in a message, in bytes. */
const QUEUE_TAKES = 1_048_576;
const LARGEST = 256 * 1024;

const request = (bytes: Buffer, contentType?: string): Received => ({
  app: 'LiveApp',
  token: 'token',
  address: '203.0.113.9',
  bytes,
  contentType,
  receivedAt: Date.UTC(2026, 10, 2, 12),
  requestId: 'request',
});

/** Checks that an event which waited means what it meant when it came. */
function expectSame(of: Received): void {
  const message = messageOf(of);
  const text = deferredText({ message });
  expect(text).toMatch(/^[\x20-\x7e]*$/); // a line of ASCII
  expect(text.length).toBeLessThan(QUEUE_TAKES);
  expect(JSON.stringify(hookOf(readDeferred(text).message))).toBe(JSON.stringify(hookOf(message)));
}

describe('an event that waited is no other than one that did not', () => {
  test('in every captured request', () => {
    for (const capture of captures()) expectSame(request(bodyOf(capture), contentTypeOf(capture)));
  });

  test('in random hooks', () => {
    const same = (set: WireHook[]) => {
      for (const hook of set) expectSame({ ...received(hook), app: 'Ä/#' });
    };
    fc.assert(fc.property(hooks(5), same));
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
    ['random bytes', randomBytes(LARGEST)],
    ['a form of random bytes', Buffer.concat([Buffer.from('action=x&id=y&z='), randomBytes(LARGEST - 16)])],
    ['control characters', Buffer.from(`action=x&id=y&z=${'\x01'.repeat(LARGEST - 16)}`, 'latin1')],
    ['text beyond ASCII', Buffer.from(JSON.stringify({ action: 'x', id: 'y', z: '東'.repeat(87_000) }))],
    ['JSON that is broken at its end', Buffer.from(`{"action":"x","id":"y","z":"${'"\\'.repeat(131_000)}`)],
    ['one letter', Buffer.from(JSON.stringify({ action: 'x', id: 'y', z: 'z'.repeat(LARGEST - 40) }))],
  ])('when it is as large as one may be: %s', (_what, bytes) => {
    expect(bytes.length).toBeGreaterThan(LARGEST - 2_000);
    expect(bytes.length).toBeLessThanOrEqual(LARGEST);
    expectSame(request(bytes));
  });
});

describe('what waits', () => {
  const message = messageOf(request(Buffer.from('action=playStarted&id=cam-1&streamName=K%FCche')));

  test('is text that a person can read, and keeps the hash of its token', () => {
    const text = deferredText({ message, tokenHash: 'hash' });
    expect(text).toContain('"action":"playStarted"');
    expect(text).toContain('K\\u00fcche');
    expect(readDeferred(text)).toEqual({ message, tokenHash: 'hash' });
  });

  const saying = (said: unknown) => JSON.stringify({ message: { ...message, said } });

  test.each(['', '{', '{}', 'null', '{"message":{}}', 'AAAA', deferredText({ message }).slice(0, -1)])(
    'is refused when it is anything else: %s',
    (text) => {
      expect(() => readDeferred(text)).toThrow();
    },
  );

  test.each([undefined, null, 1, 'fields', [], {}, { fields: null }])(
    'is refused when it says %j, which no request does',
    (said) => {
      expect(() => readDeferred(saying(said))).toThrow('expected what the receiver wrote');
    },
  );
});
