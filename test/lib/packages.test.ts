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
  /** It came inside of the package that is around it, whose integrity it shares. */
  readonly inBundle?: boolean;
}

const { dependencies, devDependencies } = read('package.json');
const wanted: Record<string, string> = { ...dependencies, ...devDependencies };
const { '': own, ...locked }: Record<string, Locked> = read('package-lock.json').packages;

describe('the packages', () => {
  it.each(Object.entries(wanted))('name one version of %s: %s, and lock it', (name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(locked[`node_modules/${name}`]?.version).toBe(version);
  });

  it('are locked as they are wanted: npm ci refuses anything else', () => {
    expect(own).toMatchObject({ dependencies, devDependencies });
  });

  it('are each locked to their bytes', () => {
    const loose = Object.entries(locked).filter(
      ([, { inBundle, integrity = '' }]) => inBundle !== true && !integrity.startsWith('sha512-'),
    );
    expect(loose).toEqual([]);
  });
});

it('the bundle of the board holds the package that somebody has looked at, and no other', async () => {
  const { metafile } = await build({ ...options, metafile: true });
  expect(packagesOf(metafile)).toEqual(['preact']);
});
