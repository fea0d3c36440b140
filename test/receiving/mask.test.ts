import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskJson, maskText, maskUnreadable } from '../../lambda/receiving/mask.ts';

describe('a URL of a live protocol', () => {
  test.each([
    ['rtmp://a.rtmp.youtube.com/live2/abcd-KEY', 'rtmp://a.rtmp.youtube.com/live2/***'],
    ['RTMPS://host:443/app/KEY?x=1&y=2', 'RTMPS://host:443/app/***'],
    ['rtmp://host/app/instance/KEY', 'rtmp://host/app/***'],
    ['rtsp://user:KEY@camera/stream/1', 'rtsp://camera/stream/***'],
    ['rtmp://host/app?key=KEY', 'rtmp://host/app/***'],
    ['rtmp://host/KEY', 'rtmp://host/***'],
    ['srt://host:4200?streamid=KEY', 'srt://host:4200/***'],
    ['srt://host', 'srt://host/***'],
    ['to rtmp://host/app/KEY and srt://host?KEY.', 'to rtmp://host/app/*** and srt://host/***'],
    ['{"rtmp-url":"rtmp:\\/\\/host\\/app\\/KEY\\/KEY","b":1}', '{"rtmp-url":"rtmp://host/app/***","b":1}'],
    ['rtmp%3A%2F%2Fhost%2Fapp%2FKEY', 'rtmp://host/app/***'],
    ['rtmp%3A%5C%2F%5C%2Fhost%5C%2Fapp%5C%2FKEY', 'rtmp://host/app/***'],
    ["rtmp://h/app/ke'yKEY", 'rtmp://h/app/***'],
    ['rtmp://h/app/my KEY <KEY> "KEY"', 'rtmp://h/app/***'],
    ['xrtmp://h/app/KEY', 'xrtmp://h/app/***'],
    ['to rtmp%253A%252F%252Fh%252Fapp%252FKEY', 'to rtmp://h/app/***'],
    ['https://host/app/page', 'https://host/app/page'],
    ['an rtmp:// is a protocol', 'an rtmp:///*** is a protocol'],
  ])('%s → %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
    expect(maskText(masked)).toBe(masked);
  });
});

describe('the value of a token or code', () => {
  test.each([
    ['a=1&token=KEY&b=2', 'a=1&token=***&b=2'],
    ['{token=KEY, b=2}', '{token=***, b=2}'],
    ['{"token":"KEY","b":2}', '{"token":"***","b":2}'],
    ['{"token" : "KEY, KEY","b":2}', '{"token" : "***","b":2}'],
    ['{"subscriberCode":482913,"b":2}', '{"subscriberCode":***,"b":2}'],
    ['{"token":"KEY', '{"token":"***'],
    ['{\\"token\\":\\"KEY\\",\\"b\\":2}', '{\\"token\\":\\"***\\",\\"b\\":2}'],
    ['%7B%22token%22%3A%22KEY%2B%22%2C%22b%22%3A2%7D', '%7B%22token%22%3A%22***%22%2C%22b%22%3A2%7D'],
    ['{"token":"ab"KEY","z":"1"}', '{"token":"***","z":"1"}'],
    ["{'token':'it'sKEY','z':'1'}", "{'token':'***','z':'1'}"],
    ['{"token":"a\\"KEY","z":1}', '{"token":"***","z":1}'],
    ['{"token":["a","KEY"', '{"token":***'],
    ['{"token":{"a": "KEY"}', '{"token":***'],
    ['?token=a,KEY&b=1', '?token=***&b=1'],
    ['token=a;KEY', 'token=***'],
    ['token=a KEY', 'token=***'],
    ['token = KEY', 'token =***'],
    ['token: KEY', 'token:***'],
    ['token%20=KEY', 'token%20=***'],
    ['token="KEY"', 'token="***"'],
    ["token = 'KEY', b=2", "token = '***', b=2"],
    ['{token:"KEY"}', '{token:"***"}'],
    ['subscriberCode: "KEY"', 'subscriberCode: "***"'],
    ['?token=%22KEY%22&b=1', '?token=%22***%22&b=1'],
    ['?token\\u003dKEY\\u0026b\\u003d1', '?token\\u003d***\\u0026b\\u003d1'],
    ['accessToken=KEY', 'accessToken=***'],
    ['token_id=KEY', 'token_id=***'],
    ['token%3DKEY%26b', 'token%3D***%26b'],
    ['a token of love, no code: red', 'a token of love, no code: red'],
  ])('%s → %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
    expect(maskText(masked)).toBe(masked);
  });

  test('is masked wherever it stands in JSON, and nothing else is', () => {
    const fields = {
      id: 'a',
      token: 'KEY',
      n: 1,
      metadata: { owner: 'a/b', subscriberCode: 42, deep: [{ secret: { a: 'KEY' } }, null, true] },
      jwt: null,
    };
    const masked = {
      id: 'a',
      token: '***',
      n: 1,
      metadata: { owner: 'a/b', subscriberCode: '***', deep: [{ secret: '***' }, null, true] },
      jwt: null,
    };
    expect(maskJson(fields)).toEqual(masked);
    expect(maskJson(masked)).toEqual(masked);
  });

  test.each([
    ['%74oken%3DKEY', 'token=***'],
    ['{"tok\\u0065n":"KEY', '{"token":"***'],
    ['{"u":"rtmp:\\u002f\\u002fh\\u002fapp\\u002fKEY', '{"u":"rtmp://h/app/***'],
    ['{"m":"{\\"u\\":\\"?token\\\\u003dKEY\\"}', '{"m":"{\\"u\\":\\"?token\\=***\\"}'],
    ['rtmp%253A%252F%252Fh%252Fapp%252FKEY', 'rtmp://h/app/***'],
  ])('is seen through its encoding in a body that cannot be read: %s → %s', (body, masked) => {
    expect(maskUnreadable(body)).toBe(masked);
    expect(maskUnreadable(masked)).toBe(masked);
  });

  test('never survives, whatever stands around it', () => {
    const names = fc.constantFrom('token', 'subscriberCode', 'Token', 'publishToken', 'tokens');
    const around = fc.string({ unit: fc.constantFrom('a', '{', '}', '"', '\\', ',', ':', ' ', '=', '&', '%22', '/') });
    const value = fc.stringMatching(/^KEY[a-zA-Z0-9._-]{0,20}$/);
    const told = fc.tuple(around, names, value, around);
    const holds = ([before, name, secret, after]: [string, string, string, string]) => {
      for (const text of [
        `${before}&${name}=${secret}&${after}`,
        `${before}"${name}":"${secret}"${after}`,
        `${before}${JSON.stringify(JSON.stringify({ [name]: secret }))}${after}`,
      ]) {
        expect(maskText(text)).not.toContain('KEY');
      }
      expect(
        JSON.stringify(maskJson({ [before]: { [name]: secret }, [`x${after}`]: `${name}=${secret}` })),
      ).not.toContain('KEY');
    };
    fc.assert(fc.property(told, holds), { numRuns: 3_000 });
  });
});

test('masking takes time in proportion to the text, whatever the text', () => {
  const hostile = [
    'token',
    'token"',
    'token=',
    'code"\\',
    'rtmp://',
    'rtmp:\\/',
    'srt://a/',
    '"token":"',
    'token%22',
    '\\',
    'a',
  ];
  const seconds = hostile.map((unit) => {
    const text = unit.repeat(Math.ceil(262_144 / unit.length));
    const started = performance.now();
    maskText(text);
    return (performance.now() - started) / 1000;
  });
  expect(Math.max(...seconds)).toBeLessThan(5); // a quadratic one takes minutes
});
