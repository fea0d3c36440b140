import { Command, CommanderError } from 'commander';
import { expect, test } from 'vitest';
import {
  acceptCdkOptions,
  argsSupportedBy,
  cdkOptionsOf,
  normaliseSwitches,
  onlyPreparesChangeSet,
} from '../../../cli/deploy/cdk-options.ts';
import { exec } from '../../exec.ts';

/** Parses a command line with some options of the command's own, and returns the arguments for cdk. */
function parse(...words: string[]): readonly string[] {
  const command = new Command('deploy').option('--dry-run').option('--profile <name>').argument('[stacks...]');
  const cdkArgs = acceptCdkOptions(command.exitOverride().configureOutput({ writeErr: () => {} }));
  command.parse(normaliseSwitches(words), { from: 'user' });
  return [...cdkArgs, ...command.args];
}

test('every option in the help of cdk deploy is accepted', async () => {
  const help = await exec('npx', ['cdk', 'deploy', '--help']);
  const names = [...help.matchAll(/--(?:no-)?([a-z][\w-]+)/g)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(60);
  const known = Object.entries(cdkOptionsOf('deploy')).flatMap(([name, { alias = name }]) => [
    name,
    alias,
    name.replace(/^no-/, ''),
  ]);
  const isKnown = (name: string) =>
    known.includes(name) || (name.length > 30 && known.some((long) => long.startsWith(name))); // the help wraps long names
  expect(names.filter((name) => !isKnown(name)).sort()).toEqual(['help', 'version']);
});

test.each([
  { typed: ['-c', 'memory=1024', '--context', 'tags=a=b', '--context=x='], cdkArgs: ['--context=memory=1024', '--context=tags=a=b', '--context=x='] },
  { typed: ['-vvv', '-e', 'Mine', 'Other'], cdkArgs: ['--verbose', '--verbose', '--verbose', '--exclusively', 'Mine', 'Other'] },
  { typed: ['--no-execute', '-R', '--no-color', '--rollback'], cdkArgs: ['--execute=false', '--rollback=false', '--color=false', '--rollback'] },
  { typed: ['--execute=false', '--ci=true', '--telemetry'], cdkArgs: ['--execute=false', '--ci', '--telemetry'] },
  { typed: ['--progress', 'events', '-mdirect', '--concurrency=2'], cdkArgs: ['--progress=events', '--method=direct', '--concurrency=2'] },
  { typed: ['--dry-run', '--profile', 'me'], cdkArgs: [] },
])('$typed is for cdk $cdkArgs', ({ typed, cdkArgs }) => expect(parse(...typed)).toEqual(cdkArgs)); // biome-ignore format: a table

test.each(['--destory', '--dryrun', '--dry-run=true', '--exclusive=x', '--no-context', '-Z', '--requireApproval'])(
  '%s is refused',
  (typed) => expect(() => parse(typed)).toThrow(CommanderError),
);

test.each([
  { typed: '--dryrun', near: '--dry-run' },
  { typed: '--exclusivly', near: '--exclusively' },
  { typed: '--no-exeute', near: '--no-execute' },
])('$typed is refused, with $near as a suggestion', ({ typed, near }) =>
  expect(() => parse(typed)).toThrow(`(Did you mean ${near}?)`),
);

test.each([
  { typed: ['--no-execute'], prepares: true },
  { typed: ['--execute=false'], prepares: true },
  { typed: ['--method=prepare-change-set'], prepares: true },
  { typed: ['--no-execute', '--execute'], prepares: false },
  { typed: ['-m', 'direct'], prepares: false },
  { typed: [], prepares: false },
])('$typed only prepares a change set: $prepares', ({ typed, prepares }) =>
  expect(onlyPreparesChangeSet(parse(...typed))).toBe(prepares),
);

test('another command of cdk gets only the arguments that it supports: it warns of others', () => {
  const cdkArgs = ['--context=memory=1024', '--execute=false', '--method=direct', '--exclusively', '--force', 'Mine'];
  expect(argsSupportedBy('synth', cdkArgs)).toEqual(['--context=memory=1024', '--exclusively', 'Mine']);
  expect(argsSupportedBy('diff', cdkArgs)).toEqual(['--context=memory=1024', '--exclusively', 'Mine']);
  expect(argsSupportedBy('destroy', cdkArgs)).toEqual(['--context=memory=1024', '--exclusively', '--force', 'Mine']);
});
