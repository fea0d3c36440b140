import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  assertWithinBudget,
  bundleBudgets,
  bytesOf,
  type Metafile,
  packagesOf,
} from '../../../lib/functions/bundle-budget.ts';
import { awsClients } from '../../../lib/settings/settings.ts';
import { bundleOf } from '../../bundle.ts';
import { useTempFolder } from '../../use-temp-folder.ts';

const folder = useTempFolder('budget');

/** Writes the metafile of a receiver bundle of this size, with code of one package and none of another. */
function writeMetafile(bytes: number, name: string): string {
  const inputs = {
    [`node_modules/${name}/index.js`]: { bytesInOutput: 9 },
    'node_modules/shaken/a.js': { bytesInOutput: 0 },
  };
  const metafile: Metafile = { outputs: { 'index.mjs': { bytes, inputs } } };
  const file = join(folder, 'receiver.meta.json');
  writeFileSync(file, JSON.stringify(metafile));
  return file;
}

describe('a bundle', () => {
  it('is accepted within its budget', () => {
    expect(() => assertWithinBudget('small', 'receiver', writeMetafile(79_500, '@smithy/core'))).not.toThrow();
  });

  it.each([
    { what: 'larger', bytes: 79_501, name: '@smithy/core' },
    { what: 'with another package', bytes: 1, name: 'a-b' },
  ])('is rejected when it is $what, with what was added', ({ bytes, name }) => {
    expect(() => assertWithinBudget('small', 'receiver', writeMetafile(bytes, name))).toThrow(
      `The bundle of the receiver with awsClient small: received ${bytes} bytes with ${name}; expected at most 79500 bytes`,
    );
  });

  it.each(
    awsClients.flatMap((client) =>
      Object.entries(bundleBudgets[client]).map(([entry, budget]) => ({ client, entry, ...budget })),
    ),
  )(
    'of the $entry with the client $client uses every package of its budget, and most of its bytes',
    ({ client, entry, bytes, packages }) => {
      const { metafile } = bundleOf(entry, folder, client);
      expect(packagesOf(metafile)).toEqual([...packages].sort());
      const size = bytesOf(metafile);
      expect(size).toBeGreaterThan(bytes / 2);
      expect(size).toBeLessThanOrEqual(bytes);
    },
  );
});
