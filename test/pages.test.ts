import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** What people read and what GitHub runs: Markdown and YAML of these folders. */
const pages = ['.', 'docs', 'docs/decisions', '.github', '.github/workflows'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => /\.(md|yml)$/.test(name))
    .map((name) => join(folder, name)),
);

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  it('names no npm script that there is none of', () => {
    const named = [...text.matchAll(/npm run (?:-s |--silent )?([a-z][\w-]*(?::[\w-]+)*)/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('links to no file that there is none of', () => {
    const linked = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
    expect(linked.filter((path) => !existsSync(join(root, dirname(page), path)))).toEqual([]);
  });
});
