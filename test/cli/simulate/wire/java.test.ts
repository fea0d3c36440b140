import { expect, test } from 'vitest';
import { gson, javaDouble, jsonSimple, replaceNonLatin1 } from '../../../../cli/simulate/wire/java.ts';

test.each([
  [0, '0.0'],
  [1.269, '1.269'],
  [12, '12.0'],
  [-0.5, '-0.5'],
  [0.0001, '1.0E-4'],
  [12_500_000, '1.25E7'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
])('the double %d is printed as %s', (number, written) => {
  expect(javaDouble(number)).toBe(written);
});

test.each([
  ['Café', 'Café'],
  ['Kapı önü', 'Kap? önü'],
  ['🎥 東', '? ?'],
])('%s becomes %s in ISO-8859-1', (text, latin1) => {
  expect(replaceNonLatin1(text)).toBe(latin1);
});

test.each([
  { value: 'a/b', simple: '"a\\/b"', google: '"a/b"' },
  { value: 'say "hi"\\\n', simple: '"say \\"hi\\"\\\\\\n"', google: '"say \\"hi\\"\\\\\\n"' },
  { value: '\u001f – \u2028', simple: '"\\u001F \\u2013 \\u2028"', google: '"\\u001f – \\u2028"' },
  { value: { a: [1, null, true] }, simple: '{"a":[1,null,true]}', google: '{"a":[1,null,true]}' },
])('$value is $simple in json-simple and $google in Gson', ({ value, simple, google }) => {
  expect(jsonSimple(value)).toBe(simple);
  expect(gson(value)).toBe(google);
});
