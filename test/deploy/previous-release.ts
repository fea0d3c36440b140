import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from '../cached-folder.ts';
import { exec, root } from '../exec.ts';

/** The last commit of 0.2.0. A release that changes what is deployed sets it to the release before. */
const COMMIT = 'a65ed7af3f06d4901e940098053fe656a8c06581';

/** Extracts the previous release from this repository's history, with the packages of this one. Returns its folder. */
export function extractPreviousRelease(): Promise<string> {
  return cachedFolder(`release-${COMMIT.slice(0, 7)}`, async (folder) => {
    const archive = join(folder, 'release.tar');
    await exec('git', ['archive', '--output', archive, COMMIT]);
    await exec('tar', ['-xf', archive, '-C', folder]);
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  });
}
