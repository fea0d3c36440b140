import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHarmless, WORD_JOINER } from '../../lambda/notifying/foreign-text.ts';

/** Shows the breaks as `|`. */
const show = (text: string, max = 100): string => toHarmless(text, max).replaceAll(WORD_JOINER, '|');

describe('text from outside', () => {
  it.each([
    { text: 'Front door', shown: 'Front door' },
    { text: 'Studio 1: news, 5.30 pm', shown: 'Studio 1: news, 5.|30 pm' },
    { text: 'Kamera Süd 🎥 東', shown: 'Kamera Süd 🎥 東' },
    { text: 'https://evil.com/x', shown: 'https:|/|/evil.|com/x' },
    { text: 'www.evil.com', shown: 'www.|evil.|com' },
    { text: 'evil。com', shown: 'evil。|com' },
    { text: 'mailto:a@b.c', shown: 'mailto:|a@|b.|c' },
    { text: '@everyone @here', shown: '@|everyone @|here' },
    { text: '<!channel> <@U123> <#C123>', shown: '<|!channel> <|@|U123> <|#C123>' },
    { text: ':skull:', shown: ':|skull:' },
    { text: 'a\r\nb\tc', shown: 'a\\u000d\\u000ab\\u0009c' },
    { text: '\u001b[31mred', shown: '\\u001b[31mred' },
    { text: 'abc\u202edcba', shown: 'abc\\u202edcba' },
    { text: 'ev\u2060il', shown: 'ev\\u2060il' },
    { text: '  much \u3000 room  ', shown: 'much room' },
    { text: '', shown: '' },
  ])('$text becomes $shown', ({ text, shown }) => expect(show(text)).toBe(shown));

  it('is cut between characters, with a mark', () => {
    expect(show('abcdef', 6)).toBe('abcdef');
    expect(show('abcdefg', 6)).toBe('abcde…');
    expect(show('🎥🎥🎥🎥', 3)).toBe('🎥🎥…');
    expect(show('🎥🎥🎥', 3)).toBe('🎥🎥🎥');
  });

  it('has no link, mention or line break in it, and fits, whatever it is', () => {
    const piece = fc.constantFrom(
      '@',
      '://',
      '//',
      ':',
      '.',
      'com',
      'www.',
      '<',
      '!',
      '#',
      '🎥',
      '\u2060',
      '\n',
      ' ',
      'a',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    const check = (foreign: string) => {
      const harmless = toHarmless(foreign, 20);
      expect(harmless).not.toMatch(/@[^\u2060]|:\/\/|\/\/|\.[\p{L}\p{N}]|<[!@#]|[\p{Cc}\p{Zl}\p{Zp}]|@$/u);
      expect([...harmless.replaceAll(WORD_JOINER, '')].length).toBeLessThanOrEqual(20);
      expect(harmless.isWellFormed()).toBe(true);
    };
    fc.assert(fc.property(text, check), { numRuns: 2_000 });
  });
});
