import { describe, expect, test } from 'vitest';
import { decodeText, parseBody } from '../../lambda/hook/parse-body.ts';

const form = 'application/x-www-form-urlencoded';
const json = 'application/json; charset=UTF-8';
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const fieldsOf = (bytes: Buffer, contentType?: string) => {
  const body = parseBody(bytes, contentType);
  return 'fields' in body ? body.fields : body.unreadable;
};

describe('a form', () => {
  test.each([
    ['Latin-1 bytes, percent-encoded', latin1('streamName=Caf%E9+Z%FCrich'), { streamName: 'Café Zürich' }],
    ['UTF-8 bytes, percent-encoded', latin1('streamName=Caf%C3%A9'), { streamName: 'Café' }],
    ['Latin-1 as a whole when one field is no UTF-8', latin1('a=%E9&b=Caf%C3%A9'), { a: 'é', b: 'CafÃ©' }],
    ['raw bytes', latin1('streamName=Caf\xe9'), { streamName: 'Café' }],
    ['a control character of Latin-1, not of Windows-1252', latin1('name=%80%E9'), { name: '\u0080é' }],
    ['a percent sign that encodes nothing', latin1('a=100%&b=%zz&c=%4'), { a: '100%', b: '%zz', c: '%4' }],
    [
      'names without a value, and values with an equals sign',
      latin1('a=&b&c=d=e&&=f'),
      { a: '', b: '', c: 'd=e', '': 'f' },
    ],
    ['metadata that is JSON text', latin1('metadata=%7B%22a%22%3A%7B%22b%22%3A1%7D%7D'), { metadata: { a: { b: 1 } } }],
    [
      'metadata that is JSON text with a whole number that no double can hold',
      latin1('metadata=%7B%22a%22%3A653247040368672768%7D'),
      { metadata: { a: '653247040368672768' } },
    ],
    ['metadata that is broken JSON', latin1('metadata=%7B%22a%22%3A%221%22%22%7D'), { metadata: '{"a":"1""}' }],
    ['metadata that is JSON but no object', latin1('metadata=%5B1%2C2%5D'), { metadata: '[1,2]' }],
    [
      'names of prototypes',
      latin1('__proto__=a&constructor=b'),
      Object.fromEntries([
        ['__proto__', 'a'],
        ['constructor', 'b'],
      ]),
    ],
  ])('is parsed with %s', (_what, bytes, fields) => {
    expect(fieldsOf(bytes, form)).toEqual(fields);
  });
});

describe('JSON', () => {
  test.each([
    [
      'as the media server writes it',
      Buffer.from('{"url":"rtmp:\\/\\/a","id":null,"speed":0.0}'),
      { url: 'rtmp://a', id: null, speed: 0 },
    ],
    ['in UTF-8', Buffer.from('{"streamName":"Çağrı 東京 ✓"}'), { streamName: 'Çağrı 東京 ✓' }],
    ['in Latin-1, as server-level hooks are', latin1('{"appNames":"LiveApp,Caf\xe9"}'), { appNames: 'LiveApp,Café' }],
    ['with a byte order mark', Buffer.from('\ufeff{"action":"vodReady"}'), { action: 'vodReady' }],
    ['with metadata as text', Buffer.from('{"metadata":"{\\"a\\":1}"}'), { metadata: { a: 1 } }],
    [
      'with whole numbers that no double can hold, as text, also in metadata',
      Buffer.from(
        '{"a":653247040368672768,"b":-9007199254740993,"c":9007199254740992,"d":1e20,"metadata":"{\\"n\\":653247040368672768}"}',
      ),
      {
        a: '653247040368672768',
        b: '-9007199254740993',
        c: 9007199254740992,
        d: 1e20,
        metadata: { n: '653247040368672768' },
      },
    ],
    [
      'with digits in text unchanged',
      Buffer.from('{"a":"9007199254740993 \\" 9007199254740993"}'),
      { a: '9007199254740993 " 9007199254740993' },
    ],
    ['with the last of a repeated name', Buffer.from('{"id":"a","id":"b"}'), { id: 'b' }],
  ])('is parsed %s', (_what, bytes, fields) => {
    expect(fieldsOf(bytes, json)).toEqual(fields);
  });

  test('that is broken gets a reason that does not quote it', () => {
    const reason = 'broken JSON: expected an object such as {"action": …}';
    expect(fieldsOf(Buffer.from('{"token":SECRET}'), json)).toBe(reason);
    expect(fieldsOf(Buffer.from('{"token":"SECRET'), json)).toBe(reason);
  });
});

describe('the encoding', () => {
  const formBody = latin1('action=vodReady&id=cam-1');
  const jsonBody = Buffer.from(' {"action":"vodReady","id":"cam-1"}');
  test.each([form, json, 'text/plain', '', undefined])(
    'is detected in the body when the content type is %s',
    (contentType) => {
      expect(fieldsOf(formBody, contentType)).toEqual({ action: 'vodReady', id: 'cam-1' });
      expect(fieldsOf(jsonBody, contentType)).toEqual({ action: 'vodReady', id: 'cam-1' });
    },
  );

  test('of text is UTF-8, or Latin-1 if it is not valid UTF-8', () => {
    expect(decodeText(Buffer.from('東京'))).toBe('東京');
    expect(decodeText(latin1('Café'))).toBe('Café');
  });
});
