import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../test/exec.ts';
import type { Medians } from './medians.ts';

const file = join(root, 'README.md');

/** The place of a figure: `<!-- bench: announcementP99Ms -->21<!-- end -->`. */
const PLACE = /(<!-- bench: (\w+) -->)[^<]*(<!-- end -->)/g;

/** Writes the medians of a run into their places in README.md. */
export async function writeReadmeFigures(medians: Medians): Promise<void> {
  await writeFile(file, fillFigures(await readFile(file, 'utf8'), medians));
}

/** Returns a text with each figure in its place, in whole numbers. Throws when a place names no median. */
export function fillFigures(text: string, medians: Partial<Medians>): string {
  const figures = new Map<string, number>(Object.entries(medians));
  return text.replace(PLACE, (_, begin: string, name: string, end: string) => {
    const figure = figures.get(name);
    if (figure === undefined)
      throw new Error(`README.md: received the place of ${name}, expected one of: ${[...figures.keys()].join(', ')}.`);
    return `${begin}${figure.toFixed(0)}${end}`;
  });
}
