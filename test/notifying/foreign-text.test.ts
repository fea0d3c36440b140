import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHarmless, WORD_JOINER } from '../../lambda/notifying/messages/foreign-text.ts';

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

  it.each(['\u115f', '\u1160', '\u2800', '\u3164', '\uffa0'])('shows a letter that shows nothing: %j', (letter) => {
    const escaped = `\\u${letter.charCodeAt(0).toString(16)}`;
    expect(show(`a${letter}b`)).toBe(`a${escaped}b`);
    expect(show(letter)).toBe(escaped);
  });

  it('has no more than four combining marks in a run', () => {
    const [acute, joiner] = ['\u0301', '\u200d'];
    expect(show(`a${acute.repeat(4)}b`)).toBe(`a${acute.repeat(4)}b`);
    expect(show(`a${acute.repeat(5)}b${acute.repeat(90)}c`)).toBe(`a${acute.repeat(4)}b${acute.repeat(4)}c`);
    expect(show(`a${`${acute}${joiner}`.repeat(50)}b`)).toBe(`a${`${acute}${joiner}`.repeat(2)}b`);
    expect(show(`${'\u20dd'.repeat(9)}x`)).toBe(`${'\u20dd'.repeat(4)}x`);
  });

  it.each([
    ['emoji', '❤️ 1️⃣ 👁️‍🗨️ 👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽'],
    ['Thai', 'กล้องหน้าประตู ที่ปั๊มน้ำ'],
    ['Devanagari', 'मुख्य द्वार का कैमरा क्‍ष र्क्ष्म्य'],
    ['Arabic with marks', 'كَامِيرَا ٱلْبَوَّابَةِ ٱلرَّئِيسِيَّةِ'],
    ['Hebrew with points', 'בְּרֵאשִׁ֖ית בָּרָ֣א'],
    ['Vietnamese, decomposed', 'Cổng chính ở đường Nguyễn Huệ'.normalize('NFD')],
    ['Korean, decomposed', '정문 카메라'.normalize('NFD')],
    ['Tibetan', 'བསྒྲུབས་པ'],
  ])('stays as it is: %s', (_, text) => expect(show(text)).toBe(text));

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
