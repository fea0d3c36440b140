import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from '../cache.ts';
import { command, root } from '../command.ts';

/** The last commit of 0.2.0. A release that changes what is deployed moves it to the release before. */
const COMMIT = 'a65ed7af3f06d4901e940098053fe656a8c06581';

/** The files of the previous release, from this repository's history, with the packages of this one. */
export function previousRelease(): Promise<string> {
  return cached(`release-${COMMIT.slice(0, 7)}`, async (folder) => {
    const archive = join(folder, 'release.tar');
    await command('git', ['archive', '--output', archive, COMMIT]);
    await command('tar', ['-xf', archive, '-C', folder]);
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  });
}
