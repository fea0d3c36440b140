import { Command, CommanderError } from 'commander';
import { expect, test } from 'vitest';
import {
  acceptCdkOptions,
  argsSupportedBy,
  cdkOptionsOf,
  normaliseSwitches,
  onlyPreparesChangeSet,
} from '../../../cli/deploy/cdk-options.ts';
import { exec as run } from '../../exec.ts';

/** A command with an option of its own, told these words: what of them is for cdk. */
function parse(...words: string[]): readonly string[] {
  const command = new Command('deploy').option('--dry-run').option('--profile <name>').argument('[stacks...]');
  const cdkArgs = acceptCdkOptions(command.exitOverride().configureOutput({ writeErr: () => {} }));
  command.parse(normaliseSwitches(words), { from: 'user' });
  return [...cdkArgs, ...command.args];
}

test('every option that cdk deploy says it takes is taken', async () => {
  const help = await run('npx', ['cdk', 'deploy', '--help']);
  const names = [...help.matchAll(/--(?:no-)?([a-z][\w-]+)/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(60);
  const known = Object.entries(cdkOptionsOf('deploy')).flatMap(([name, { alias = name }]) => [
    name,
    alias,
    name.replace(/^no-/, ''),
  ]);
  const isKnown = (name: string) =>
    known.includes(name) || (name.length > 30 && known.some((long) => long.startsWith(name))); // the help folds it
  expect(names.filter((name) => !isKnown(name)).sort()).toEqual(['help', 'version']);
});

test.each([
  { typed: ['-c', 'memory=1024', '--context', 'tags=a=b', '--context=x='], given: ['--context=memory=1024', '--context=tags=a=b', '--context=x='] },
  { typed: ['-vvv', '-e', 'Mine', 'Other'], given: ['--verbose', '--verbose', '--verbose', '--exclusively', 'Mine', 'Other'] },
  { typed: ['--no-execute', '-R', '--no-color', '--rollback'], given: ['--execute=false', '--rollback=false', '--color=false', '--rollback'] },
  { typed: ['--execute=false', '--ci=true', '--telemetry'], given: ['--execute=false', '--ci', '--telemetry'] },
  { typed: ['--progress', 'events', '-mdirect', '--concurrency=2'], given: ['--progress=events', '--method=direct', '--concurrency=2'] },
  { typed: ['--dry-run', '--profile', 'me'], given: [] },
])('$typed is for cdk $given', ({ typed, given }) => expect(parse(...typed)).toEqual(given)); // biome-ignore format: a table

test.each(['--destory', '--dryrun', '--dry-run=true', '--exclusive=x', '--no-context', '-Z', '--requireApproval'])(
  '%s is refused',
  (typed) => expect(() => parse(typed)).toThrow(CommanderError),
);

test.each([
  { typed: '--dryrun', near: '--dry-run' },
  { typed: '--exclusivly', near: '--exclusively' },
  { typed: '--no-exeute', near: '--no-execute' },
])('$typed may be meant as $near', ({ typed, near }) => expect(() => parse(typed)).toThrow(`(Did you mean ${near}?)`));

test.each([
  { typed: ['--no-execute'], prepares: true },
  { typed: ['--execute=false'], prepares: true },
  { typed: ['--method=prepare-change-set'], prepares: true },
  { typed: ['--no-execute', '--execute'], prepares: false },
  { typed: ['-m', 'direct'], prepares: false },
  { typed: [], prepares: false },
])('$typed only prepares a deployment: $prepares', ({ typed, prepares }) =>
  expect(onlyPreparesChangeSet(parse(...typed))).toBe(prepares),
);

test('another command of cdk is given what it knows: it warns of the rest', () => {
  const given = ['--context=memory=1024', '--execute=false', '--method=direct', '--exclusively', '--force', 'Mine'];
  expect(argsSupportedBy('synth', given)).toEqual(['--context=memory=1024', '--exclusively', 'Mine']);
  expect(argsSupportedBy('diff', given)).toEqual(['--context=memory=1024', '--exclusively', 'Mine']);
  expect(argsSupportedBy('destroy', given)).toEqual(['--context=memory=1024', '--exclusively', '--force', 'Mine']);
});
