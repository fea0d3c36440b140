import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskFields, maskJson, maskText } from '../../../lambda/hook/masking/mask.ts';
import { isSecretName } from '../../../lambda/hook/masking/secret-names.ts';
import { harmlessNames, secretNameEndings, wholeSecretNames } from '../../faults/fuzz/contract-secret-names.ts';

/** Expects a text to be masked like this; `KEY` is always a secret. */
function expectMasked(text: string, masked: string): void {
  expect(maskText(text)).toBe(masked);
  expect(maskText(masked)).toBe(masked);
}

describe('a URL of a live protocol', () => {
  test.each([
    ['rtmp://a.rtmp.youtube.com/live2/abcd-KEY', 'rtmp://a.rtmp.youtube.com/live2/***'],
    ['RTMPS://host:443/app/KEY?x=1&y=2', 'RTMPS://host:443/app/***'],
    ['rtmpt://h/app/KEY', 'rtmpt://h/app/***'],
    ['rtmpe://h/app/KEY', 'rtmpe://h/app/***'],
    ['rtmpte://h/app/KEY', 'rtmpte://h/app/***'],
    ['rtsps://u:KEY@h/app/KEY', 'rtsps://h/app/***'],
    ['rtmp://host/app/instance/KEY', 'rtmp://host/app/***'],
    ['rtsp://user:KEY@camera/stream/1', 'rtsp://camera/stream/***'],
    ['rtmp://u:KEY/KEY@h/app/key', 'rtmp://h/app/***'],
    ['rtmp://u:1/KEY@h/app/key', 'rtmp://h/app/***'],
    ['rtmp://u@x:KEY/KEY@h/app/key', 'rtmp://h/app/***'],
    ['rtmp://u:KEY?KEY@h/app/key', 'rtmp://h/app/***'],
    ['rtmp://[::1]:1935/app/KEY', 'rtmp://[::1]:1935/app/***'],
    ['rtmp://host/app?key=KEY', 'rtmp://host/***'],
    ['rtmp://h/KEY?backup=1', 'rtmp://h/***'],
    ['rtmp://h/KEY/?a=KEY', 'rtmp://h/***'],
    ['rtmp://h/KEY/', 'rtmp://h/***'],
    ['rtmp://host/KEY', 'rtmp://host/***'],
    ['rtmp://host//KEY', 'rtmp://host/***'],
    ['rtmp://host/app//KEY', 'rtmp://host/app/***'],
    ['srt://host:4200?streamid=KEY', 'srt://host:4200/***'],
    ['srt://host', 'srt://host/***'],
    ['to rtmp://host/app/KEY and srt://host?KEY.', 'to rtmp://host/app/*** and srt://host/***'],
    ['(rtmp://host/app/KEY), rtmp://h/KEY', '(rtmp://host/app/***), rtmp://h/***'],
    ['{"rtmp-url":"rtmp:\\/\\/host\\/app\\/KEY\\/KEY","b":1', '{"rtmp-url":"rtmp:\\/\\/host\\/app\\/***","b":1'],
    ['{"u":"rtmp:\\/\\/host\\/app\\/KEY KEY","b":1', '{"u":"rtmp:\\/\\/host\\/app\\/***","b":1'],
    ['{"rtmp-url":"rtmp:\\/\\/h\\/app\\/KEY","b":1}', '{"rtmp-url":"rtmp://h/app/***","b":1}'],
    ['{"rtmp-url":"rtmp:\\/\\/h\\/app\\/***", "b":1}', '{"rtmp-url":"rtmp:\\/\\/h\\/app\\/***", "b":1}'],
    ['rtmp%3A%2F%2Fhost%2Fapp%2FKEY', 'rtmp%3A%2F%2Fhost%2Fapp%2F***'],
    ['rtmp%3A%2F%2Fu%3AKEY%40host%2Fapp%2FKEY', 'rtmp%3A%2F%2Fhost%2Fapp%2F***'],
    ['rtmp%253A%252F%252Fh%252Fapp%252FKEY', 'rtmp%253A%252F%252Fh%252Fapp%252F***'],
    ['to rtmp%25253A%25252F%25252Fh%25252Fapp%25252FKEY', 'to rtmp%25253A%25252F%25252Fh%25252Fapp%25252F***'],
    ['rtmp%3A%5C%2F%5C%2Fhost%5C%2Fapp%5C%2FKEY', 'rtmp%3A%5C%2F%5C%2Fhost%5C%2Fapp%5C%2F***'],
    ['a=1&u=rtmp%3A%2F%2Fh%2Fapp%2FKEY%20KEY&b=2', 'a=1&u=rtmp%3A%2F%2Fh%2Fapp%2F***&b=2'],
    ["rtmp://h/app/ke'yKEY", 'rtmp://h/app/***'],
    ["{'u': 'rtmp://h/app/KEY', 'b': 'c'}", "{'u': 'rtmp://h/app/***', 'b': 'c'}"],
    ['{u=rtmp://h/app/KEY, b=2}', '{u=rtmp://h/app/***, b=2}'],
    ['{b=2, u=rtmp://h/app/KEY}', '{b=2, u=rtmp://h/app/***}'],
    ['rtmp://h/app/my KEY <KEY> "KEY"', 'rtmp://h/app/***'],
    ['xrtmp://h/app/KEY', 'xrtmp://h/app/***'],
    ['an rtmp:// is a protocol', 'an rtmp:///*** is a protocol'],
  ])('%s → %s', expectMasked);
});

describe('any other URL', () => {
  test.each([
    ['https://host/app/page', 'https://host/app/page'],
    ['http://user:KEY@cam/1', 'http://***@cam/1'],
    ['ftp://KEY@host/file', 'ftp://***@host/file'],
    ['http://user:KEY/KEY@cam/1', 'http://***@cam/1'],
    ['see http://user:K@EY@cam:80/1, twice', 'see http://***@cam:80/1, twice'],
    ['https://medium.com/@x', 'https://medium.com/@x'],
    ['https://host:8080/@u', 'https://host:8080/@u'],
    ['https://host:8080?mail=a@b', 'https://host:8080?mail=a@b'],
    ['http://[::1]:80/@u', 'http://[::1]:80/@u'],
    ['https://h/whip/KEY', 'https://h/whip/***'],
    ['https://h/LiveApp/whep/KEY/ice?a=1#b', 'https://h/LiveApp/whep/***?a=1#b'],
    ['https://h/whip/', 'https://h/whip/'],
    ['https://h/p?a=1&token=KEY&b=2', 'https://h/p?a=1&token=***&b=2'],
    ['https://h/p?key=KEY#page', 'https://h/p?key=***#page'],
    ['https://h/p#access_token=KEY&b=2', 'https://h/p#access_token=***&b=2'],
    ['see https://h/p?token=KEY and b', 'see https://h/p?token=*** and b'],
    ['https%3A%2F%2Fh%2Fp%3Ftoken%3DKEY%26b%3D2&c=3', 'https%3A%2F%2Fh%2Fp%3Ftoken%3D***%26b%3D2&c=3'],
  ])('%s → %s', expectMasked);
});

describe('the value of a secret name', () => {
  test.each([
    ['a=1&token=KEY&b=2', 'a=1&token=***&b=2'],
    ['a=1;pin=KEY;b=2', 'a=1;pin=***;b=2'],
    ['{token=KEY, b=2}', '{token=***, b=2}'],
    ['{b=2, auth_key=KEY}', '{b=2, auth_key=***}'],
    ['{token={a=KEY, b=KEY}, c=2}', '{token=***, c=2}'],
    ['{"token":"KEY","b":2', '{"token":"***","b":2'],
    ['{"token" : "KEY, KEY","b":2', '{"token" : "***","b":2'],
    ['{"subscriberCode":482913,"b":2', '{"subscriberCode":***,"b":2'],
    ['{"token":"KEY', '{"token":"***'],
    ['x {\\"token\\":\\"KEY\\",\\"b\\":2}', 'x {\\"token\\":\\"***\\",\\"b\\":2}'],
    ['{"m":"{\\"token\\":\\"KEY","b":"c"', '{"m":"{\\"token\\":\\"***","b":"c"'],
    ['%7B%22token%22%3A%22KEY%2B%22%2C%22b%22%3A2%7D', '%7B%22token%22%3A%22***%22%2C%22b%22%3A2%7D'],
    ['a=1&m=%7B%22token%22%3A%22KEY&b=2', 'a=1&m=%7B%22token%22%3A%22***&b=2'],
    ['{"token":"ab"KEY","z":"1"}', '{"token":"***","z":"1"}'],
    ['{"token":"KEY" "b":"c"', '{"token":"***" "b":"c"'],
    ["{'token':'it'sKEY','z':'1'}", "{'token':'***','z':'1'}"],
    ['{"token":"a\\"KEY","z":1', '{"token":"***","z":1'],
    ['{"token":["a","KEY"', '{"token":***'],
    ['{"token":{"a": "KEY"},"b":1', '{"token":***,"b":1'],
    ['{"token":null,"pin":true,"otp":"","b":1', '{"token":null,"pin":true,"otp":"","b":1'],
    ['?token=a,KEY&b=1', '?token=***&b=1'],
    ['token=a;KEY', 'token=***'],
    ['token=a KEY', 'token=***'],
    ['token = KEY', 'token = ***'],
    ['token: KEY', 'token: ***'],
    ['token => KEY', 'token => ***'],
    ['Authorization: Bearer KEY\nHost: h', 'Authorization: ***\nHost: h'],
    ['token%20=KEY', 'token%20=***'],
    ['token="KEY" b="2"', 'token="***" b="2"'],
    ['"token"="KEY"', '"token"="***"'],
    ["token = 'KEY', b=2", "token = '***', b=2"],
    ['{token:"KEY"}', '{token:"***"}'],
    ['{token: KEY, b: 2}', '{token: ***, b: 2}'],
    ['subscriberCode: "KEY"', 'subscriberCode: "***"'],
    ['?token=%22KEY%22&b=1', '?token=***&b=1'],
    ['?token\\u003dKEY\\u0026b\\u003d1', '?token\\u003d***\\u0026b\\u003d1'],
    ['accessToken=KEY', 'accessToken=***'],
    ['user=a token=KEY', 'user=a token=***'],
    ['Stream Key: KEY', 'Stream Key: ***'],
    ['token[]=KEY&b=1', 'token[]=***&b=1'],
    ['token%5B%5D=KEY', 'token%5B%5D=***'],
    ['auth[user]=KEY', 'auth[user]=***'],
    ['token%3DKEY%26b', 'token%3D***%26b'],
    ['%74oken%3DKEY', '%74oken%3D***'],
    ['%74oken=a%26KEY&b=2', '%74oken=***&b=2'],
    ['token=abc\\/KEY', 'token=***'],
    ['{"u":"?token=abc\\/KEY","b":"a"x"}', '{"u":"?token=***","b":"a"x"}'],
    ['{"tok\\u0065n":"KEY', '{"tok\\u0065n":"***'],
    ['{"m":"{\\"u\\":\\"?token\\\\u003dKEY\\"}', '{"m":"{\\"u\\":\\"?token\\\\u003d***\\"}'],
    ['x {\\\\\\"token\\\\\\":\\\\\\"KEY\\\\\\"}', 'x {\\\\\\"token\\\\\\":\\\\\\"***\\\\\\"}'],
    ['{"token":"KEY","token":null}', '{"token":null}'],
    ['{"a": {"token":"KEY"}, "a": 1}', '{"a":1}'],
    ['{"token": null, "pin":true}', '{"token": null, "pin":true}'],
    ['a token of love, no code: red', 'a token of love, no code: red'],
    ['The Secret: a film', 'The Secret: a film'],
    ['Key: C minor', 'Key: C minor'],
    ['pin: 17', 'pin: 17'],
    ['a=1&token=ab"KEY&b=2', 'a=1&token=***&b=2'],
    ['{"key":"KEY","note":"face value: 5"', '{"key":"***","note":"face value: 5"'],
    ['<camera key="KEY" default-value="3"/>', '<camera key="***" default-value="3"/>'],
    ['https://h/play?url=rtmp://h/app/KEY', 'https://h/play?url=rtmp://h/app/***'],
    ['https://h/play?url=rtmp%3A%2F%2Fh%2Fapp%2FKEY', 'https://h/play?url=rtmp%3A%2F%2Fh%2Fapp%2F***'],
    ['https://proxy/?u=http://user:KEY@cam/', 'https://proxy/?u=http://***@cam/'],
    ['https://h/p?u=https://h2/whip/KEY', 'https://h/p?u=https://h2/whip/***'],
    ['https://h/1,rtmp://h/app/KEY', 'https://h/1,rtmp://h/app/***'],
    ['[https://h/1](https://u:KEY@h/1)', '[https://h/1](https://***@h/1)'],
    ['https://user:p@ss/wKEY@host/x', 'https://***@host/x'],
    ['rtmp://u:p@ss/wKEY@h/app/k', 'rtmp:///***'],
    ['rtmp://u:p@h/app/k@KEY', 'rtmp:///***'],
    ['https://auth:KEY@h:80/x', 'https://***@h:80/x'],
    ['http://auth:8080/check and redis://auth:6379', 'http://auth:8080/check and redis://auth:6379'],
    ['https://medium.com/@x', 'https://medium.com/@x'],
    ['tokens=1&tokenCount=2&countryCode=3', 'tokens=1&tokenCount=2&countryCode=3'],
  ])('in a text: %s → %s', expectMasked);

  test.each([
    ['<a><token>KEY</token><b>c</b></a>', '<a><token>***</token><b>c</b></a>'],
    ['<a><token type="KEY">KEY</token></a>', '<a><token ***>***</token></a>'],
    ['<s:token a="b"><x>KEY</x></s:token><y>z</y>', '<s:token ***>***</s:token><y>z</y>'],
    ['<token><token>KEY</token>KEY</token>', '<token>***</token>'],
    ['<token/><a>b</a>', '<token/><a>b</a>'],
    ['<a><token>KEY', '<a><token>***'],
    ['<param name="token" value="KEY"/><a b="c"/>', '<param name="token" value="***"/><a b="c"/>'],
    ['<param value="KEY" name="token"/><a b="c"/>', '<param value="***" name="token"/><a b="c"/>'],
    ['<param name="token">KEY</param><a>b</a>', '<param name="token">***</param><a>b</a>'],
    ['<add key="color" value="red"/>', '<add key="color" value="red"/>'],
    ['<p><name>token</name><value>KEY</value></p>', '<p><name>token</name><value>***</value></p>'],
    ['<p><value>KEY</value><name>token</name></p>', '<p><value>***</value><name>token</name></p>'],
    ['<publish token="KEY" a="b">', '<publish token="***" a="b">'],
  ])('in XML: %s → %s', expectMasked);

  test.each([
    [
      '[{"name":"token","value":"KEY"}, {"name":"a","value":"b"}',
      '[{"name":"token","value":"***"}, {"name":"a","value":"b"}',
    ],
    [
      '[{"value":"KEY","name":"token"}, {"value":"b","name":"a"}',
      '[{"value":"***","name":"token"}, {"value":"b","name":"a"}',
    ],
    ['{"key":"color","value":"red"', '{"key":"color","value":"red"'],
    ['{"value":"red","key":"color"', '{"value":"red","key":"color"'],
    ['{"key":"token","value":"KEY"', '{"key":"token","value":"***"'],
    ['[{name=token, value=KEY}, {name=a, value=b}]', '[{name=token, value=***}, {name=a, value=b}]'],
    ['name=token&value=KEY&a=b', 'name=token&value=***&a=b'],
  ])('beside a label with the name: %s → %s', expectMasked);

  test('in a part of a multipart body is masked', () => {
    const part = (name: string, value: string) =>
      `--x-1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const body = (token: string) => `${part('a', 'b')}${part('token', token)}${part('c', 'd')}--x-1--\r\n`;
    expectMasked(body('KEY\r\n--KEY & KEY'), body('***'));
  });

  test('anywhere in JSON is masked, and nothing else is', () => {
    const fields = {
      id: 'a',
      token: 'KEY',
      n: 1,
      metadata: {
        owner: 'a/b',
        subscriberCode: 42,
        deep: [{ secret: { a: 'KEY', b: [1, '', true, null] } }, null, true],
      },
      jwt: null,
      passwordProtected: false,
      countryCode: 'DE',
      params: [
        { name: 'token', value: 'KEY' },
        { value: ['KEY'], Key: 'api-key' },
        { key: 'color', value: 'red' },
      ],
      key: ['KEY'],
      'https://h/p?token': 'KEY',
      'rtmp://h/app/KEY?a': 'KEY',
    };
    const masked = {
      id: 'a',
      token: '***',
      n: 1,
      metadata: {
        owner: 'a/b',
        subscriberCode: '***',
        deep: [{ secret: { a: '***', b: ['***', '', true, null] } }, null, true],
      },
      jwt: null,
      passwordProtected: false,
      countryCode: 'DE',
      params: [
        { name: 'token', value: '***' },
        { value: ['***'], Key: 'api-key' },
        { key: 'color', value: 'red' },
      ],
      key: ['***'],
      'https://h/p?token': '***',
      'rtmp://h/app/***': '***',
    };
    expect(maskJson(fields)).toEqual(masked);
    expect(maskJson(masked)).toEqual(masked);
    expect(maskJson(masked)).toBe(masked);
  });

  test('is masked at every depth that is stored, and whole numbers that no double can hold keep their digits', () => {
    expect(maskText('{"token":"KEY","id":653247040368672768}')).toBe('{"token":"***","id":"653247040368672768"}');
    expect(maskText('{"id": 653247040368672768}')).toBe('{"id": 653247040368672768}');
    const deep = (levels: number) => `${'['.repeat(levels)}{"token":"KEY"}${']'.repeat(levels)}`;
    expect(maskText(deep(20))).toBe(deep(20).replace('KEY', '***'));
    expect(maskText(deep(85_000))).toContain('[cut: nested deeper than 32 levels]');
  });
});

describe('a name', () => {
  test.each([...wholeSecretNames, ...secretNameEndings].map((name) => [name]))('is a secret: %s', (name) => {
    const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter}`);
    const spellings = [
      name,
      name.toUpperCase(),
      dashed,
      dashed.replaceAll('-', '_'),
      `${name}2`,
      `${name}[]`,
      `${name}[a]`,
      `a[${name}]`,
      ` ${name} `,
      `https://h/p?${name}`,
      `a;${name}`,
    ];
    expect(spellings.filter((spelling) => !isSecretName(spelling))).toEqual([]);
  });

  test.each(secretNameEndings.map((name) => [name]))('is a secret with the ending %s', (name) => {
    expect(isSecretName(`my${name}`)).toBe(true);
    expect(isSecretName(`x_${name}_3`)).toBe(true);
  });

  test.each([
    ...harmlessNames,
    ...wholeSecretNames.map((name) => `de${name}`),
    'passwordProtected',
    'secretary',
    '',
    '2',
    '[]',
  ])('is no secret: %s', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('a field', () => {
  test.each([
    ['streamName', 'The Secret: a film', 'The Secret: a film'],
    ['category', 'Da Vinci Code = season 1', 'Da Vinci Code = season 1'],
    ['vodName', 'Key=C minor', 'Key=C minor'],
    [
      'streamName',
      'token=1 on https://h/p?token=KEY at rtmp://h/KEY',
      'token=1 on https://h/p?token=*** at rtmp://h/***',
    ],
    ['id', '0/test', '0/test'],
    ['id', 'stream1/tok3n', 'stream1/tok3n'],
    ['id', 'a%2Fb', 'a%2Fb'],
    ['id', 'Kamera 1 çam/main', 'Kamera 1 çam/main'],
    ['id', 'code=1', 'code=1'],
    ['id', 'code%3D1', 'code%3D1'],
    ['id', 'cam?token=KEY', 'cam?token=***'],
    ['mainTrackId', 'pin=1?a=2&pin=KEY', 'pin=1?a=2&pin=***'],
    ['roomId', 'cam%3Fkey%3DKEY', 'cam%3Fkey%3D***'],
    ['id', 'rtmp://h/app/KEY?a=1', 'rtmp://h/app/***'],
    ['subscriberId', 'pin=KEY', 'pin=***'],
  ])('%s: %s → %s', (name, value, masked) => {
    expect(maskFields({ [name]: value })).toEqual({ [name]: masked });
    expect(maskFields({ [name]: masked })).toEqual({ [name]: masked });
  });

  test('inside metadata is searched everywhere, also with the name of a title', () => {
    expect(maskFields({ metadata: { streamName: 'pin=KEY' } })).toEqual({ metadata: { streamName: 'pin=***' } });
  });
});

const pieces = [
  ...[
    'a',
    'KEY',
    'token',
    'pin',
    'name',
    'value',
    'streamName',
    ' ',
    '\n',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '\\',
    ',',
    ':',
    '=',
    '&',
    ';',
    '?',
    '#',
  ],
  ...[
    '%22',
    '%3D',
    '%26',
    '%253D',
    '%5C',
    '\\"',
    '\\/',
    '\\u003d',
    '/',
    '@',
    '<',
    '>',
    '</',
    '<token>',
    '</token>',
    'rtmp://',
    'http://u:p',
    '***',
    '\0',
    '+',
    '=>',
  ],
  ...['"token":"', '"name":"token",', '"value":', 'Content-Disposition: x; name="pin"\r\n\r\n', '\r\n--x'],
];
const junk = fc.string({ unit: fc.constantFrom(...pieces), maxLength: 30 });

test('masking is idempotent', () => {
  fc.assert(
    fc.property(junk, junk, (text, name) => {
      const masked = maskText(text);
      expect(maskText(masked)).toBe(masked);
      const fields = maskFields({ [name]: text, id: text, streamName: text, metadata: { [text]: name } });
      expect(maskFields(fields)).toEqual(fields);
    }),
    { numRuns: 6_000 },
  );
});

test('a secret is masked, whatever is around it', () => {
  const names = fc.constantFrom(...secretNameEndings.slice(0, 40));
  const value = fc.stringMatching(/^KEEP[a-zA-Z0-9._-]{0,20}$/);
  const around = junk.map((text) => text.replaceAll('KEY', 'x'));
  const holds = (before: string, name: string, secret: string, after: string) => {
    for (const text of [
      `${before}&${name}=${secret}&${after}`,
      `${before}\n${JSON.stringify({ [name]: secret })}${after}`,
      `${before}\nrtmp://h/app/${secret} ${after}`,
      `${before}\n<${name}>${secret}</${name}>${after}`,
    ])
      expect(maskText(text)).not.toContain('KEEP');
    const fields = { [before]: { [name]: [secret, { a: secret }] }, [`x${after}`]: `${name}=${secret}` };
    expect(JSON.stringify(maskJson(fields))).not.toContain('KEEP');
  };
  fc.assert(fc.property(around, names, value, around, holds), { numRuns: 3_000 });
});

describe('masking takes linear time for a text', () => {
  const units = [
    ...[
      ...pieces,
      'token"',
      'token=',
      'token=a&',
      'token=a;',
      'token=a, ',
      'token: a\n',
      'name=\n',
      'value=a&',
      'code"\\',
      'rtmp:\\/',
      'srt://a/',
      'http://u:p/',
      'https://h?token=a ',
    ],
    ...[
      '%25',
      '%2525',
      '%3A%2F%2F',
      '{"name":"token",',
      '{"value":"x",',
      '"token":{',
      '<a ',
      '<value>',
      '<name>token</name>',
      'é=',
      'f=%7B%22token%22%3A%22x&',
      'content-disposition: x; name=token',
    ],
  ];
  test.each([...new Set(units)].map((unit) => [unit]))('of nothing but %j', (unit) => {
    const text = unit.repeat(Math.ceil(262_144 / unit.length)).slice(0, 262_144);
    const started = process.cpuUsage();
    maskText(text);
    maskText(`{"a":"${text}`);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 2_000).toBeLessThan(600); // in ms per text; quadratic time would be minutes
  });
});
