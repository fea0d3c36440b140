import { describe, expect, test } from 'vitest';
import { displayWidth, toPrintable, toPrintableJson, truncate, truncateMiddle } from '../../terminal/printable.ts';

describe('showable', () => {
  test.each([
    { what: 'an escape sequence', text: '\x1b[31mred', shown: '\\u001b[31mred' },
    { what: 'the C1 form of one', text: '\x9b2J', shown: '\\u009b2J' },
    { what: 'a line end', text: 'a\r\nb\u2028c', shown: 'a\\u000d\\u000ab\\u2028c' },
    { what: 'a turn of direction', text: '\u202egpj.exe', shown: '\\u202egpj.exe' },
    { what: 'a hidden tag', text: '\u{e0041}', shown: '\\udb40\\udc41' },
    { what: 'half a character', text: 'a\ud83d', shown: 'a\\ud83d' },
    { what: 'ordinary text and joined emoji', text: 'Tür 入口 👨‍👩‍👧', shown: 'Tür 入口 👨‍👩‍👧' },
  ])('shows $what', ({ text, shown }) => expect(toPrintable(text)).toBe(shown));
});

test('JSON is safe on a terminal, and still the same value', () => {
  const value = { name: '\x1b\x9b\x7f\u202e', list: ['\n'] };
  expect(JSON.parse(toPrintableJson(value))).toEqual(value);
  expect(toPrintableJson(value)).toMatch(/^[\n -~]+$/);
});

describe('cut', () => {
  test.each([
    { text: 'front door', columns: 10, is: 'front door' },
    { text: 'front door', columns: 9, is: 'front do…' },
    { text: '日本語', columns: 6, is: '日本語' },
    { text: '日本語', columns: 5, is: '日本…' },
    { text: '日本語', columns: 4, is: '日…' },
    { text: '👨‍👩‍👧👨‍👩‍👧', columns: 3, is: '👨‍👩‍👧…' },
    { text: '', columns: 0, is: '' },
  ])('"$text" in $columns columns is "$is"', ({ text, columns, is }) => {
    expect(truncate(text, columns)).toBe(is);
    expect(displayWidth(truncate(text, columns))).toBeLessThanOrEqual(columns);
  });
});

describe('cutMiddle', () => {
  test.each([
    { text: 'LiveApp/crash-mwtv6h1k-1', columns: 24, is: 'LiveApp/crash-mwtv6h1k-1' },
    { text: 'LiveApp/crash-mwtv6h1k-1', columns: 20, is: 'LiveApp/cr…wtv6h1k-1' },
    { text: 'LiveApp/crash-mwtv6h1k-1', columns: 9, is: 'Live…1k-1' },
    { text: '日本語日本語', columns: 8, is: '日本…語' },
    { text: '👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', columns: 5, is: '👨‍👩‍👧…👨‍👩‍👧' },
    { text: 'ab', columns: 1, is: '…' },
    { text: '', columns: 0, is: '' },
  ])('"$text" in $columns columns is "$is"', ({ text, columns, is }) => {
    expect(truncateMiddle(text, columns)).toBe(is);
    expect(displayWidth(truncateMiddle(text, columns))).toBeLessThanOrEqual(columns);
  });
});
