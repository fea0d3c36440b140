import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDeferred, serializeDeferred } from '../../lambda/deferred/deferred-event.ts';
import type { HookRequest } from '../../lambda/hook/hook-request.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { MAX_REQUEST_BYTES } from '../../lambda/receiving/hook-result.ts';
import { bodyOf, captures, contentTypeOf } from '../capture.ts';
import { buildHookRequest, type HookInput } from '../hook/hook-request.builder.ts';
import { buildRawRequest } from '../hook/raw-request.builder.ts';
import { arbitraryHooks } from '../stream/arbitrary-hooks.ts';

/** SQS's limit, in bytes. */
const MAX_QUEUE_MESSAGE_BYTES = 1_048_576;

/** Expects a request to mean the same after it was deferred. */
function expectSame(request: HookRequest): void {
  const message = toMessage(request);
  const text = serializeDeferred({ message });
  expect(text).toMatch(/^[\x20-\x7e]*$/); // one line of ASCII
  expect(text.length).toBeLessThan(MAX_QUEUE_MESSAGE_BYTES);
  expect(JSON.stringify(readMessage(parseDeferred(text).message))).toBe(JSON.stringify(readMessage(message)));
}

describe('a deferred event means the same as one that was not deferred', () => {
  test('in every captured request', () => {
    for (const capture of captures())
      expectSame(buildRawRequest(bodyOf(capture), { contentType: contentTypeOf(capture) }));
  });

  test('in random hooks', () => {
    const same = (set: HookInput[]) => {
      for (const hook of set) expectSame({ ...buildHookRequest(hook), app: 'Ä/#' });
    };
    fc.assert(fc.property(arbitraryHooks(5), same));
  });

  test('in random JSON, with troublesome names and numbers', () => {
    const name = fc.oneof(fc.constantFrom('id', 'action', 'timestamp', '__proto__', 'constructor', '7'), fc.string());
    const number = fc.constantFrom('1e999', '-1e999', '-0', '1e-999', '9007199254740993', '0.1');
    const value = fc.oneof(
      number,
      fc.json(),
      fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    );
    const members = fc.array(fc.tuple(name, value), { maxLength: 8 });
    const json = members.map((all) => `{${all.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`);
    fc.assert(fc.property(json, (text) => expectSame(buildRawRequest(text))));
  });

  test('in random bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => expectSame(buildRawRequest(Buffer.from(bytes)))));
  });

  test.each<[string, Buffer]>([
    ['random bytes', randomBytes(MAX_REQUEST_BYTES)],
    ['a form of random bytes', Buffer.concat([Buffer.from('action=x&id=y&z='), randomBytes(MAX_REQUEST_BYTES - 16)])],
    ['control characters', Buffer.from(`action=x&id=y&z=${'\x01'.repeat(MAX_REQUEST_BYTES - 16)}`, 'latin1')],
    ['text beyond ASCII', Buffer.from(JSON.stringify({ action: 'x', id: 'y', z: '東'.repeat(87_000) }))],
    ['JSON that is broken at its end', Buffer.from(`{"action":"x","id":"y","z":"${'"\\'.repeat(131_000)}`)],
    ['one letter', Buffer.from(JSON.stringify({ action: 'x', id: 'y', z: 'z'.repeat(MAX_REQUEST_BYTES - 40) }))],
  ])('in a body of the maximum size: %s', (_what, bytes) => {
    expect(bytes.length).toBeGreaterThan(MAX_REQUEST_BYTES - 2_000);
    expect(bytes.length).toBeLessThanOrEqual(MAX_REQUEST_BYTES);
    expectSame(buildRawRequest(bytes));
  });
});

describe('the text of a deferred event', () => {
  const message = toMessage(buildRawRequest('action=playStarted&id=cam-1&streamName=K%FCche'));

  test('is readable, and holds the hash of its token', () => {
    const text = serializeDeferred({ message, tokenHash: 'hash' });
    expect(text).toContain('"action":"playStarted"');
    expect(text).toContain('K\\u00fcche');
    expect(parseDeferred(text)).toEqual({ message, tokenHash: 'hash' });
  });

  const withSaid = (said: unknown) => JSON.stringify({ message: { ...message, said } });

  test.each(['', '{', '{}', 'null', '{"message":{}}', 'AAAA', serializeDeferred({ message }).slice(0, -1)])(
    'throws when it is anything else: %s',
    (text) => {
      expect(() => parseDeferred(text)).toThrow();
    },
  );

  test.each([undefined, null, 1, 'fields', [], {}, { fields: null }])(
    'throws when it says %j, which no request does',
    (said) => {
      expect(() => parseDeferred(withSaid(said))).toThrow('expected what the receiver wrote');
    },
  );
});
