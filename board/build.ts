import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const pathTo = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** How the script and the style are made: for browsers of 2022 and later. */
export const options = {
  entryPoints: { script: pathTo('main.tsx'), style: pathTo('style/board.css') },
  outdir: pathTo('.'), // it is written nowhere, but esbuild wants to know
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

/** The whole board as one page: its script and style are inside, and it needs nobody else. */
export async function buildBoard(): Promise<string> {
  const [{ outputFiles }, page] = await Promise.all([build(options), readFile(pathTo('board.html'), 'utf8')]);
  const outputWith = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text.trim() ?? '';
  // As functions: a `$` in what is put in would mean something else. And esbuild escapes `</script` and `</style` itself.
  return page.replace('/* style */', () => outputWith('.css')).replace('/* script */', () => outputWith('.js'));
}

const [, command = '', file] = process.argv;
if (command === fileURLToPath(import.meta.url)) {
  if (file === undefined) throw new Error('expected the file to write: node --import tsx board/build.ts FILE');
  await writeFile(file, await buildBoard());
}
