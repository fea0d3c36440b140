import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLines } from '../../../cli/replay/read-lines.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('lines-of');
const file = join(folder, 'server.log');

async function read(text: string): Promise<string[]> {
  writeFileSync(file, text);
  const lines: string[] = [];
  for await (const line of readLines(file)) lines.push(line);
  return lines;
}

test('a line ends at a line feed, and at no other character', async () => {
  const character = fc.constantFrom('\n', '\r', '\r\n', '\u2028', '\u2029', '\u0085', 'ä', '東', 'x');
  const text = fc.string({ unit: character, maxLength: 50 });
  const same = async (one: string) => {
    expect(await read(one)).toEqual(one.split('\n'));
  };
  await fc.assert(fc.asyncProperty(text, same));
});

test('a line longer than a chunk is whole', async () => {
  const lines = [1, 65_535, 65_536, 300_001].map((length) => '東'.repeat(length));
  expect(await read(lines.join('\n'))).toEqual(lines);
});

test('an unreadable file is an error that names it', async () => {
  mkdirSync(join(folder, 'a-folder'));
  for (const [name, code] of [
    ['none', 'ENOENT'],
    ['a-folder', 'EISDIR'],
  ] as const)
    await expect(readLines(join(folder, name)).next()).rejects.toThrow(
      `received "${join(folder, name)}", which cannot be read (${code})`,
    );
});
