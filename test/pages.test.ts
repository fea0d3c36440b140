import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The folders with Markdown and YAML that people or GitHub read. */
const folders = [
  '.',
  'docs',
  'docs/decisions',
  'examples/on-recording-ready',
  '.github',
  '.github/workflows',
  '.github/ISSUE_TEMPLATE',
];
const pages = folders.flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => /\.(md|yml)$/.test(name))
    .map((name) => join(folder, name)),
);

/** Returns the anchors that GitHub gives to the headings of a page: `## Deploy it` has `deploy-it`. */
function anchorsOf(page: string): string[] {
  const headings = readFileSync(join(root, page), 'utf8').matchAll(/^#+ (.*)$/gm);
  return Array.from(headings, ([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  it('names only npm scripts that exist', () => {
    const named = [...text.matchAll(/npm run (?:-s |--silent )?([a-z][\w-]*(?::[\w-]+)*)/g)].map(
      ([, name = '']) => name,
    );
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const linked = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
    expect(linked.filter((path) => !existsSync(join(root, dirname(page), path)))).toEqual([]);
  });

  it('links only to headings that exist', () => {
    const linked = [...text.matchAll(/\]\((?!\w+:)([^)#\s]*)#([^)\s]+)\)/g)];
    const broken = linked.filter(([, path, anchor = '']) => {
      const target = path ? join(dirname(page), path) : page;
      return !anchorsOf(target).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

/** The changelog and the measured figures name files of their time. */
const current = pages.filter((page) => !/CHANGELOG|benchmarks/.test(page));

it.each(current)('%s names only paths that exist', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const named = text.matchAll(
    /`((?:bench|board|cli|docs|examples|lambda|lib|local|oracle|terminal|test|words)\/[\w./-]+)`/g,
  );
  const paths = Array.from(named, ([, path = '']) => path).filter((path) => !path.includes('NAME'));
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
