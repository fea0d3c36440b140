import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { options } from '../../board/build.ts';
import { packagesOf } from '../../lib/functions/bundle-budget.ts';
import { root } from '../exec.ts';

const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  /** Bundled in the enclosing package, whose integrity covers it. */
  readonly inBundle?: boolean;
}

const { dependencies, devDependencies } = read('package.json');
const declared: Record<string, string> = { ...dependencies, ...devDependencies };
const { '': own, ...locked }: Record<string, Locked> = read('package-lock.json').packages;

describe('the packages', () => {
  it.each(Object.entries(declared))('declare one exact version of %s, %s, and lock it', (name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(locked[`node_modules/${name}`]?.version).toBe(version);
  });

  it('are locked as declared: npm ci rejects anything else', () => {
    expect(own).toMatchObject({ dependencies, devDependencies });
  });

  it('are each locked by a SHA-512 hash', () => {
    const loose = Object.entries(locked).filter(
      ([, { inBundle, integrity = '' }]) => inBundle !== true && !integrity.startsWith('sha512-'),
    );
    expect(loose).toEqual([]);
  });
});

it('the bundle of the board contains only the reviewed package', async () => {
  const { metafile } = await build({ ...options, metafile: true });
  expect(packagesOf(metafile)).toEqual(['preact']);
});
