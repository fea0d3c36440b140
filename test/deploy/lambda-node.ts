import { dirname, join } from 'node:path';
import { cached } from '../cache.ts';
import { command } from '../command.ts';

/** The runtime that `lib/functions/handler-function.ts` asks for, at a release of it. */
const RELEASE = '24.21.0';

/** The folder of a Node that is of the same major release as Lambda's: this one, or one that is fetched on first use. */
export async function lambdaNode(): Promise<string> {
  if (process.versions.node.split('.')[0] === RELEASE.split('.')[0]) return dirname(process.execPath);
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await cached(`node-${RELEASE}`, (place) =>
    command('npm', ['install', '--prefix', place, '--no-save', '--no-audit', '--no-fund', `${name}@${RELEASE}`]),
  );
  return join(folder, 'node_modules', name, 'bin');
}
