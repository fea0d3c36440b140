import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './exec.ts';
import { findCircle, type Import, importsOf, readSource } from './source-imports.ts';

/** The folders of the source: each imports from those below it, and not from its neighbours. */
const LAYERS = [
  ['bench'],
  ['cli'],
  ['local'],
  ['board', 'terminal'],
  ['client'],
  ['words'],
  ['lambda', 'lib', 'oracle'],
];
/** Zod's schemas: tests and types read them, what runs does not. */
const SCHEMAS = /^lambda\/(reading\/api-schema\/|announcing\/announcement-schema\.ts)/;

const texts = readSource(LAYERS.flat());
const imports = [...texts].flatMap(([file, text]) => importsOf(file, text));
const own = imports.filter(({ isPackage }) => !isPackage);

const layerOf = (file: string): number => LAYERS.findIndex((layer) => layer.includes(folderOf(file)));
const folderOf = (file: string): string => file.slice(0, file.indexOf('/'));
const describeImport = ({ from, to }: Import): string => `${from} → ${to}`;

/** The benchmarks measure with parts of the tests. */
const isAllowed = ({ from, to }: Import): boolean =>
  folderOf(from) === folderOf(to) ||
  layerOf(to) > layerOf(from) ||
  (folderOf(from) === 'bench' && folderOf(to) === 'test');

test('every import is found', () => {
  const written = [...texts.values()].flatMap(
    (text) => text.match(/^(import\b|export\b|\}).* from '|^import '|\bimport\('/gm) ?? [],
  );
  expect(imports).toHaveLength(written.length);
  expect(imports.length).toBeGreaterThan(1_000);
});

test('imports go down: bench, cli, local, board and terminal, client, words, then lambda, lib and oracle', () => {
  expect(own.filter((each) => !isAllowed(each)).map(describeImport)).toEqual([]);
});

test('no files import each other in a circle, types neither', () => {
  const graph = new Map([...texts.keys()].map((file): [string, string[]] => [file, []]));
  for (const { from, to } of own) graph.get(from)?.push(to);
  expect(findCircle(graph)).toBe(undefined);
});

test('what is deployed or started by a script needs no devDependency', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const atRuntime = imports.filter(({ from, isType }) => !isType && folderOf(from) !== 'bench' && !SCHEMAS.test(from));
  const missing = atRuntime.filter(({ to, isPackage }) =>
    isPackage ? !(isBuiltin(to) || to in dependencies) : SCHEMAS.test(to),
  );
  expect(missing.map(describeImport)).toEqual([]);
});
