import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readStoredMessage } from '../../cli/replay/stored-message.ts';
import { toMessage } from '../../lambda/hook/message.ts';
import { readMessage } from '../../lambda/hook/read-message.ts';
import { readOrQuarantine } from '../../lambda/hook/read-or-quarantine.ts';
import { toQuarantineRow } from '../../lambda/table/rows/quarantine-row.ts';
import { createRandom } from '../../oracle/random.ts';
import { generateBody } from '../faults/fuzz/bodies.ts';
import { buildRawRequest } from './raw-request.builder.ts';

/** The body that is stored in quarantine; undefined when it could be interpreted. */
function quarantinedBody(bytes: Buffer): string | undefined {
  const { message, hook } = readOrQuarantine(toMessage(buildRawRequest(bytes)), bytes);
  if (hook.type !== 'unreadable') return undefined;
  expect(message.said).toMatchObject({ unreadable: hook.reason, body: hook.body });
  expect(readMessage(readStoredMessage(toQuarantineRow(hook, 30)))).toMatchObject({ type: 'unreadable' });
  return hook.body;
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const withoutNuls = (text: string) => text.replaceAll('\0', '');

describe('a quarantined body is stored as received, but masked', () => {
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
    ['JSON with a repeated name', '{"token":"KEY","token":null}', '{"token":null}'],
    ['JSON that is no object', '[{"name":"token","value":"KEY"}]', '[{"name":"token","value":"***"}]'],
    [
      'broken JSON',
      '{"streamName":"The Secret: a","token":"abc\\/KEY","b":"c"',
      '{"streamName":"The Secret: a","token":"***","b":"c"',
    ],
    ['two byte order marks', '\ufeff\ufeff{"action":"liveStreamEnded","id":"cam-1"}', undefined],
    ['XML', '<a><token>KEY</token><b>c</b></a>', '<a><token>***</token><b>c</b></a>'],
    [
      'multipart',
      '--=_x\r\nContent-Disposition: form-data; name="token"\r\n\r\nKEY&KEY\r\n--=_x--',
      '--=_x\r\nContent-Disposition: form-data; name="token"\r\n\r\n***\r\n--=_x--',
    ],
    ['unreadable', ' ', undefined],
  ])('%s', (_what, sent, stored) => {
    expect(quarantinedBody(Buffer.from(sent))).toBe(stored ?? sent);
  });

  test.each([
    ['little-endian', utf16('{"action":"vodReady","id":"a","token":"KEY","b":"ç"}')],
    ['little-endian, with a byte order mark', utf16('\ufeff{"action":"vodReady","id":"a","token":"KEY","b":"ç"}')],
    ['big-endian', utf16('{"action":"vodReady","id":"a","token":"KEY","b":"ç"}').swap16()],
    [
      'big-endian, with a byte order mark',
      utf16('\ufeff{"action":"vodReady","id":"a","token":"KEY","b":"ç"}').swap16(),
    ],
  ])('UTF-16, %s', (_what, bytes) => {
    const stored = quarantinedBody(bytes) ?? '';
    expect(stored).toContain('\0');
    expect(withoutNuls(stored)).toBe(withoutNuls(bytes.toString('latin1')).replace('KEY', '***'));
  });

  test('or hidden, if cutting it would give it a meaning', () => {
    const body = `action=vodReady&id=a&z=${'\x01'.repeat(50_100)}&action=`;
    expect(quarantinedBody(Buffer.from(body))).toBe('***');
  });
});

test('a deferred message with fields that cannot be interpreted is quarantined, too', () => {
  const message = toMessage(buildRawRequest('id=cam-1&note=a'));
  expect(message.said).toEqual({ fields: { id: 'cam-1', note: 'a' }, encoding: 'form' });
  expect(readMessage(message)).toMatchObject({ type: 'unreadable', body: '{"id":"cam-1","note":"a"}' });
});

test('a quarantined body stays unreadable when it is read again', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(1_000), (seed, n) => void quarantinedBody(generateBody(createRandom(seed), n))),
    { numRuns: 3_000 },
  );
});
