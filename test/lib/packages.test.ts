import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { options } from '../../board/build.ts';
import { bundleOf, type Metafile } from '../bundle.ts';
import { root } from '../command.ts';

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

describe('the bundle', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk.out-'));
  afterAll(() => rmSync(outdir, { recursive: true }));

  /** The packages whose code is deployed, by what esbuild says of the bundle. */
  function packagesOf({ outputs }: Metafile): string[] {
    const files = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
    const deployed = files.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const names = deployed.flatMap(([file]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
    return [...new Set(names)].sort();
  }

  const looked: Record<string, string[]> = read('test/lib/bundled-packages.json');
  const otherwise =
    'What is deployed has gained or lost a package: look at it (who publishes it, what it does), then correct test/lib/bundled-packages.json.';

  it.each(['receiver', 'replayer', 'reader'])(
    'of the %s holds the packages that somebody has looked at, and no other',
    (entry) => expect(packagesOf(bundleOf(entry, outdir).metafile), otherwise).toEqual(looked[entry]),
  );

  it('of the board does too', async () => {
    const { metafile } = await build({ ...options, metafile: true });
    expect(packagesOf(metafile), otherwise).toEqual(looked.board);
  });
});
