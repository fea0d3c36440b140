import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { toShellWord } from '../../terminal/shell.ts';

test.each([
  { word: 'LiveApp', printed: 'LiveApp' },
  { word: 'eu-west-1', printed: 'eu-west-1' },
  { word: 'my work', printed: "'my work'" },
  { word: "it's; $(true)", printed: `'it'\\''s; $(true)'` },
])('a shell reads $printed as $word', ({ word, printed }) => {
  expect(toShellWord(word)).toBe(printed);
  expect(execFileSync('sh', ['-c', `printf %s ${printed}`], { encoding: 'utf8' })).toBe(word);
});
