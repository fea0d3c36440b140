import { expect, test } from 'vitest';
import { titleOf, toPrintable } from '../../board/visible-text.ts';

test.each([
  ['Gate', 'Gate'],
  [null, 'cam-1'],
  [' ', 'cam-1'],
  ['\u3164\u200d\u2800', 'cam-1'],
])('a stream with the name %j has the title %j: its id when the name is invisible', (name, title) =>
  expect(titleOf({ name, id: 'cam-1' })).toBe(title),
);

test.each([' ', '\u3164', '\u200b'])('an invisible id, %j, is in quotes', (id) =>
  expect(titleOf({ name: null, id })).toBe(`"${id}"`),
);

test.each([
  ['gate\u202Eevil', 'gate\\u202eevil'],
  ['a\u0000\u001b[31m\u007f', 'a\\u0000\\u001b[31m\\u007f'],
  ['a\n\tb 👩‍👧 東京 عربي', 'a\n\tb 👩‍👧 東京 عربي'],
])('%j is shown as %j: control characters are escaped', (text, shown) => expect(toPrintable(text)).toBe(shown));
