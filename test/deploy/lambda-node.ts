import { dirname, join } from 'node:path';
import { cachedFolder } from '../cached-folder.ts';
import { exec } from '../exec.ts';

/** A release of the runtime that `lib/functions/handler-function.ts` uses. */
const RELEASE = '24.21.0';

/** Returns the folder of a Node with Lambda's major version: this process's, or one that is downloaded on first use. */
export async function findLambdaNode(): Promise<string> {
  if (process.versions.node.split('.')[0] === RELEASE.split('.')[0]) return dirname(process.execPath);
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await cachedFolder(`node-${RELEASE}`, (place) =>
    exec('npm', ['install', '--prefix', place, '--no-save', '--no-audit', '--no-fund', `${name}@${RELEASE}`]),
  );
  return join(folder, 'node_modules', name, 'bin');
}
