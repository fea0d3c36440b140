import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { MAX_REQUEST_BYTES } from '../../lambda/receiving/hook-result.ts';
import type { Hook } from '../../lambda/stream/event.ts';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { toQuarantineRow } from '../../lambda/table/rows/quarantine-row.ts';
import { toServerEventRow } from '../../lambda/table/rows/server-rows.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item } from '../../lambda/table/table.ts';
import { buildRawRequest } from '../hook/raw-request.builder.ts';
import { sizeOf } from '../table/item-size.ts';

/** DynamoDB's limits, in bytes. */
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_KEY_BYTES = { pk: 2_048, sk: 1_024 };
const NOW = Date.UTC(2026, 10, 2, 12);

const readHook = (app: string, body: string | Buffer): Hook => readMessage(toMessage(buildRawRequest(body, { app })));

/** The row that stores a hook. */
function toRow(hook: Hook): Item {
  if (hook.type === 'unreadable') return toQuarantineRow(hook, 30);
  return hook.type === 'server' ? toServerEventRow(hook, 30) : toEventRow(hook, 30, true);
}

function expectToFit(item: Item): void {
  expect(sizeOf(item)).toBeLessThan(MAX_ITEM_BYTES);
  expect(Buffer.byteLength(item.pk?.S ?? '')).toBeLessThanOrEqual(MAX_KEY_BYTES.pk);
  expect(Buffer.byteLength(item.sk?.S ?? '')).toBeLessThanOrEqual(MAX_KEY_BYTES.sk);
}

/** Characters of 1 to 4 bytes, and those that JSON escapes with 2 and with 6. */
const letter = fc.constantFrom('a', '"', '\\', '\x01', 'é', '東', '😀', ' ', '\ud800');
const long = fc.tuple(letter, fc.integer({ min: 0, max: MAX_REQUEST_BYTES })).map(([char, size]) => char.repeat(size));
const action = fc.constantFrom('liveStreamStarted', 'vodReady', 'endpointFailed', 'publishTimeoutError', 'playStarted', 'liveStreamStatus', 'new', 'highResourceUsage'); // biome-ignore format: a list
const texts = ['streamName', 'category', 'mainTrackId', 'subscriberId', 'vodId', 'vodName', 'host'];
const hookFields = fc.record({
  action: fc.oneof({ weight: 5, arbitrary: action }, long),
  id: fc.oneof({ weight: 5, arbitrary: fc.constant('cam-1') }, long),
  metadata: fc.oneof(
    long,
    fc.record({ 'rtmp-url': long, subscriberId: long }),
    fc.dictionary(fc.string(), long, { maxKeys: 4 }),
  ),
  ...Object.fromEntries(texts.map((name) => [name, fc.option(long, { nil: undefined })])),
});

/** A body of at most the accepted size, cut anywhere. */
const toBody = (fields: object): Buffer => Buffer.from(JSON.stringify(fields)).subarray(0, MAX_REQUEST_BYTES);

describe('no item exceeds the limits of DynamoDB', () => {
  test('for any single hook, in valid JSON or not', () => {
    fc.assert(
      fc.property(hookFields, (fields) => expectToFit(toRow(readHook('A', toBody(fields))))),
      { numRuns: 60 },
    );
  });

  test.each([
    ['10 000 fields', JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`f${n}`, '\x01'])))],
    ['10 000 parameters', `action=x&id=y&${Array.from({ length: 10_000 }, (_, n) => `p${n}=%01%01`).join('&')}`],
    ['a name of a field as long as the body', JSON.stringify({ ['\x01'.repeat(43_000)]: 1, action: 'x', id: 'y' })],
    ['a body of nothing but control characters', Buffer.alloc(MAX_REQUEST_BYTES, 1)],
    [
      'a form of control characters',
      Buffer.concat([Buffer.from('action=x&id=y&z='), Buffer.alloc(MAX_REQUEST_BYTES - 16, 1)]),
    ],
    ['a number of 200 000 digits', `{"action":"x","id":"y","n":${'9'.repeat(200_000)}}`],
  ])('for %s', (_what, body) => {
    expectToFit(toRow(readHook('A', body)));
  });

  test('for the state after any hooks', () => {
    const sets = fc.array(hookFields, { minLength: 1, maxLength: 8 });
    const fits = (all: object[]) => {
      let state = emptyState;
      for (const fields of all) {
        const hook = readHook('A', toBody({ ...fields, id: 'cam-1' }));
        if (hook.type === 'stream') state = fold(state, hook);
      }
      expectToFit(toStateRow('A', 'cam-1', { state, version: Number.MAX_SAFE_INTEGER, heartbeatReceivedAt: NOW }));
    };
    fc.assert(fc.property(sets, fits), { numRuns: 20 });
  });

  test('for the largest possible state', () => {
    let state = emptyState;
    const largest = '\x01'.repeat(MAX_REQUEST_BYTES / 6 - 100);
    const each = [
      { action: 'liveStreamStarted', streamName: largest },
      { action: 'liveStreamStarted', category: largest },
      { action: 'liveStreamStarted', mainTrackId: largest },
      { action: 'liveStreamStarted', subscriberId: largest },
      { action: 'liveStreamStarted', metadata: { owner: largest.slice(0, 21_000) } },
      { action: 'endpointFailed', metadata: { 'rtmp-url': largest } },
      { action: 'vodReady', vodId: largest.slice(0, 21_000), vodName: largest.slice(0, 21_000) },
      { action: 'liveStreamStatus', speed: 1 },
      { action: 'n'.repeat(100_000) },
    ];
    for (const fields of each) {
      const hook = readHook('A', toBody({ ...fields, id: 'c'.repeat(400) }));
      if (hook.type === 'stream') state = fold(state, hook);
      else throw new Error(`expected an event of a stream, received ${JSON.stringify(hook).slice(0, 200)}`);
    }
    expect(Object.keys(state.registers)).toHaveLength(10);
    const item = toStateRow('a'.repeat(400), 'c'.repeat(400), { state, version: 1, heartbeatReceivedAt: NOW });
    expect(sizeOf(item)).toBeGreaterThan(200_000); // else this test proves nothing
    expectToFit(item);
  });
});

describe('a publisher', () => {
  const app = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).map((text) => text.toWellFormed());
  const name = fc.oneof(fc.constantFrom('cam-1', 'state', 'A', '.', '..', 'x#y'), fc.string(), app);

  test('writes only to the namespace of its URL, whatever the body names', () => {
    const names = fc.record({ app: name, id: name, host: name, mainTrackId: name, roomId: name, action });
    const holds = (own: string, fields: object) => {
      const [kind, namespace, ...rest] = toRow(readHook(own, JSON.stringify(fields))).pk?.S?.split('#') ?? [];
      expect(['stream', 'host', 'quarantine']).toContain(kind);
      expect(decodeURIComponent(namespace ?? '')).toBe(own);
      expect(rest).toHaveLength(kind === 'quarantine' ? 0 : 1);
    };
    fc.assert(fc.property(app, names, holds));
  });

  test('cannot freeze a state by a timestamp in the far future or past', () => {
    const clocks = ['99999999999999', String(NOW + 120_001), '-1', '1e30', '0x7fffffffffff', String(2 ** 60), ' 1'];
    for (const timestamp of clocks) {
      expect(readHook('A', JSON.stringify({ action: 'playStarted', id: 'x', timestamp }))).toMatchObject({ at: NOW });
    }
  });

  test.each(['', 'a\0', 'a\nb', '\u0085', 'x'.repeat(401), '東'.repeat(401)])(
    'cannot use an id that is empty, too long or has control characters: %j',
    (id) => {
      expect(readHook('A', JSON.stringify({ action: 'liveStreamStarted', id }))).toMatchObject({ type: 'unreadable' });
    },
  );
});
