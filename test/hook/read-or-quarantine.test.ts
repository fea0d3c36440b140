import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readStoredMessage } from '../../cli/replay/stored-message.ts';
import { createRandom } from '../../cli/simulate/random.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { readOrQuarantine } from '../../lambda/hook/read-or-quarantine.ts';
import { toQuarantineRow } from '../../lambda/table/rows/quarantine-row.ts';
import { generateBody } from '../faults/fuzz/bodies.ts';

const received = (bytes: Buffer) => ({
  ...{ app: 'A', token: 't', address: '203.0.113.9', bytes, contentType: '', receivedAt: 1.8e12, requestId: 'r' },
});

/** The text that is kept of a body in quarantine; undefined when it was understood. */
function keptOf(bytes: Buffer): string | undefined {
  const { message, hook } = readOrQuarantine(toMessage(received(bytes)), bytes);
  if (hook.type !== 'unreadable') return undefined;
  expect(message.said).toMatchObject({ unreadable: hook.reason, body: hook.body });
  expect(readMessage(readStoredMessage(toQuarantineRow(hook, 30)))).toMatchObject({ type: 'unreadable' });
  return hook.body;
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const flat = (text: string) => text.replaceAll('\0', '');

describe('a body in quarantine is kept as it was sent, but masked', () => {
  test.each([
    ['an action that is encoded twice', '%61ction%3DliveStreamEnded%26id%3Dcam-1', undefined],
    [
      'a form without an action',
      'id=cam-1&note=a%20b+c&token=KEY&x=%C3%A9',
      'id=cam-1&note=a%20b+c&token=***&x=%C3%A9',
    ],
    [
      'a form without an id',
      'action=vodReady&u=rtmp%3A%2F%2Fh%2Fa%2FKEY+KEY&x=1',
      'action=vodReady&u=rtmp%3A%2F%2Fh%2Fa%2F***&x=1',
    ],
    [
      'a form without a room',
      'action=subtrackAddedInTheMainTrack&id=a&tok%65n[]=KEY',
      'action=subtrackAddedInTheMainTrack&id=a&tok%65n[]=***',
    ],
    [
      'a form with a title',
      'streamName=The+Secret%3A+a&category=Key%3DC+minor&pin=KEY',
      'streamName=The+Secret%3A+a&category=Key%3DC+minor&pin=***',
    ],
    [
      'a form in which a URL is a name',
      'https%3A%2F%2Fh%2Fp%3Fa%3D1%26pin=KEY+KEY&b=2',
      'https%3A%2F%2Fh%2Fp%3Fa%3D1%26pin=***&b=2',
    ],
    ['a form whose title holds a pair', 'streamName=foo;token=KEY', 'streamName=foo;token=***'],
    ['a form that names a pair', 'name=token&value=KEY&b=2', 'name=token&value=***&b=2'],
    ['JSON without an action', '{ "id": "cam-1",  "n": 653247040368672768 }', undefined],
    [
      'JSON with a secret',
      '{ "id": "a", "pin": 1234, "streamName": "Pin: a" }',
      '{"id":"a","pin":"***","streamName":"Pin: a"}',
    ],
    ['JSON that says a name twice', '{"token":"KEY","token":null}', '{"token":null}'],
    ['JSON that is no object', '[{"name":"token","value":"KEY"}]', '[{"name":"token","value":"***"}]'],
    [
      'broken JSON',
      '{"streamName":"The Secret: a","token":"abc\\/KEY","b":"c"',
      '{"streamName":"The Secret: a","token":"***","b":"c"',
    ],
    ['two marks of byte order', '\ufeff\ufeff{"action":"liveStreamEnded","id":"cam-1"}', undefined],
    ['XML', '<a><token>KEY</token><b>c</b></a>', '<a><token>***</token><b>c</b></a>'],
    [
      'multipart',
      '--=_x\r\nContent-Disposition: form-data; name="token"\r\n\r\nKEY&KEY\r\n--=_x--',
      '--=_x\r\nContent-Disposition: form-data; name="token"\r\n\r\n***\r\n--=_x--',
    ],
    ['nothing', ' ', undefined],
  ])('%s', (_what, sent, kept) => {
    expect(keptOf(Buffer.from(sent))).toBe(kept ?? sent);
  });

  test.each([
    ['little-endian', utf16('{"action":"vodReady","id":"a","token":"KEY","b":"ç"}')],
    ['little-endian, with its mark', utf16('\ufeff{"action":"vodReady","id":"a","token":"KEY","b":"ç"}')],
    ['big-endian', utf16('{"action":"vodReady","id":"a","token":"KEY","b":"ç"}').swap16()],
    ['big-endian, with its mark', utf16('\ufeff{"action":"vodReady","id":"a","token":"KEY","b":"ç"}').swap16()],
  ])('UTF-16, %s', (_what, bytes) => {
    const kept = keptOf(bytes) ?? '';
    expect(kept).toContain('\0');
    expect(flat(kept)).toBe(flat(bytes.toString('latin1')).replace('KEY', '***'));
  });

  test('also where it would mean something only because it is cut', () => {
    const body = `action=vodReady&id=a&z=${'\x01'.repeat(50_100)}&action=`;
    expect(keptOf(Buffer.from(body))).toBe('***');
  });
});

test('what a version put aside of a body that it read, and that means nothing, is kept in quarantine still', () => {
  const message = toMessage(received(Buffer.from('id=cam-1&note=a')));
  expect(message.said).toEqual({ fields: { id: 'cam-1', note: 'a' }, encoding: 'form' });
  expect(readMessage(message)).toMatchObject({ type: 'unreadable', body: '{"id":"cam-1","note":"a"}' });
});

test('no body is understood when it is read again, and none that is not is', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(1_000), (seed, n) => void keptOf(generateBody(createRandom(seed), n))),
    { numRuns: 3_000 },
  );
});
