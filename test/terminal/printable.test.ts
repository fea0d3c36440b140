import { describe, expect, test } from 'vitest';
import { toPrintable, toPrintableJson } from '../../terminal/printable.ts';

describe('printable text', () => {
  test.each([
    { what: 'an escape sequence', text: '\x1b[31mred', shown: '\\u001b[31mred' },
    { what: 'the C1 form of one', text: '\x9b2J', shown: '\\u009b2J' },
    { what: 'a line end', text: 'a\r\nb\u2028c', shown: 'a\\u000d\\u000ab\\u2028c' },
    { what: 'a change of direction', text: '\u202egpj.exe', shown: '\\u202egpj.exe' },
    { what: 'a hidden tag', text: '\u{e0041}', shown: '\\udb40\\udc41' },
    { what: 'half a character', text: 'a\ud83d', shown: 'a\\ud83d' },
    { what: 'ordinary text and joined emoji', text: 'Tür 入口 👨‍👩‍👧', shown: 'Tür 入口 👨‍👩‍👧' },
  ])('$what is printed as $shown', ({ text, shown }) => expect(toPrintable(text)).toBe(shown));
});

test('JSON is safe on a terminal, and still the same value', () => {
  const value = { name: '\x1b\x9b\x7f\u202e', list: ['\n'] };
  expect(JSON.parse(toPrintableJson(value))).toEqual(value);
  expect(toPrintableJson(value)).toMatch(/^[\n -~]+$/);
});
