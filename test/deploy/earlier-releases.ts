import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from '../cached-folder.ts';
import { exec, root } from '../exec.ts';

/**
 * The last commits of releases that this one is deployed over: 0.2.0, in one jump, and the release before, whose index lists
 * streams by status only. A release that changes what is stored or deployed sets the second one to the release before it.
 */
const commits = {
  '0.2.0': 'a65ed7af3f06d4901e940098053fe656a8c06581',
  before: 'f40b212e55ed16f2b16b54062373799372873190',
};

/** Extracts an earlier release from this repository's history, with the packages of this one. Returns its folder. */
export function extractRelease(release: keyof typeof commits): Promise<string> {
  const commit = commits[release];
  return cachedFolder(`release-${commit.slice(0, 7)}`, async (folder) => {
    const archive = join(folder, 'release.tar');
    await exec('git', ['archive', '--output', archive, commit]);
    await exec('tar', ['-xf', archive, '-C', folder]);
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  });
}
