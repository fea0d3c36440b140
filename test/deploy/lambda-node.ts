import { dirname, join } from 'node:path';
import { cachedFolder } from '../cached-folder.ts';
import { exec } from '../exec.ts';

/** The runtime that `lib/functions/handler-function.ts` asks for, at a release of it. */
const RELEASE = '24.21.0';

/** The folder of a Node that is of the same major release as Lambda's: this one, or one that is fetched on first use. */
export async function findLambdaNode(): Promise<string> {
  if (process.versions.node.split('.')[0] === RELEASE.split('.')[0]) return dirname(process.execPath);
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await cachedFolder(`node-${RELEASE}`, (place) =>
    exec('npm', ['install', '--prefix', place, '--no-save', '--no-audit', '--no-fund', `${name}@${RELEASE}`]),
  );
  return join(folder, 'node_modules', name, 'bin');
}
