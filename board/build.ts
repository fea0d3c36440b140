import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const pathTo = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The options for script and style, for browsers of 2022 and later. */
export const options = {
  entryPoints: { script: pathTo('main.tsx'), style: pathTo('style/board.css') },
  outdir: pathTo('.'), // nothing is written there, but esbuild requires it
  bundle: true,
  write: false,
  minify: true,
  charset: 'utf8',
  format: 'iife',
  target: ['es2022', 'chrome105', 'firefox110', 'safari16'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/** Builds the board as one self-contained page, with its script and style inlined. */
export async function buildBoard(): Promise<string> {
  const [{ outputFiles }, page] = await Promise.all([build(options), readFile(pathTo('board.html'), 'utf8')]);
  const outputWith = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? '';
  // Functions, since `$` is special in a replacement string; esbuild itself escapes `</script` and `</style`.
  return page.replace('/* style */', () => outputWith('.css')).replace('/* script */', () => outputWith('.js'));
}

const [, command = '', file] = process.argv;
if (command === fileURLToPath(import.meta.url)) {
  if (file === undefined)
    throw new Error('Received no file, expected one to write: node --import tsx board/build.ts FILE');
  await writeFile(file, await buildBoard());
}
