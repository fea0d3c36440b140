import { statSync } from 'node:fs';
import { join } from 'node:path';
import { exec, root } from '../test/exec.ts';

const folder = join(root, 'bench', 'peers');

/** Installs the packages of `bench/peers` when they are missing or older than its lockfile. */
export default async function installPeers(): Promise<void> {
  const installed = statSync(join(folder, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  const locked = statSync(join(folder, 'package-lock.json'));
  if (installed === undefined || installed.mtimeMs < locked.mtimeMs) await exec('npm', ['ci'], { cwd: folder });
}
