import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measureWidth } from '../../terminal/truncate.ts';
import { wrapWords } from '../../terminal/wrap-words.ts';

test.each([
  { columns: 9, lines: ['one two', 'three', '東京 four'] },
  { columns: 1, lines: ['one', 'two', 'three', '東京', 'four'] },
  { columns: Number.POSITIVE_INFINITY, lines: ['one two three 東京 four'] },
])('wraps at blanks into $columns columns', ({ columns, lines }) =>
  expect(wrapWords('one two three 東京 four', columns)).toEqual(lines),
);

test('no word is lost, no line is too wide unless it is one word, and none has room for the next word', () =>
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '京', ' ') }), fc.integer({ min: 1, max: 20 }), (text, columns) => {
      const lines = wrapWords(text, columns);
      expect(lines.join(' ')).toBe(text);
      for (const [index, line] of lines.entries()) {
        expect(measureWidth(line) <= columns || !line.includes(' ')).toBe(true);
        const [next] = lines[index + 1]?.split(' ') ?? [];
        expect(next === undefined || measureWidth(`${line} ${next}`) > columns).toBe(true);
      }
    }),
  )); // biome-ignore format: a property
