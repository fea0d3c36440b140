import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { explainSwallowedOptions } from '../../terminal/swallowed-options.ts';
import { root } from '../exec.ts';
import { useTempFolder } from '../use-temp-folder.ts';

const folder = useTempFolder('swallowed-options');
const simple = new Command('one').option('--dry-run').option('--no-test').option('--url <url>').option('-y, --yes').option('--json').option('--to <url>').option('-c, --context <setting>'); // biome-ignore format: one line
const nested = new Command().addCommand(simple);
const env = { npm_lifecycle_event: 'deploy' };

test.each([
  { env: { npm_config_dry_run: 'true' }, typed: '--dry-run' },
  { env: { npm_config_test: '' }, typed: '--no-test' },
  { env: { npm_config_url: 'http://a', npm_config_json: 'true' }, typed: '--url=http://a --json' },
  { env: { npm_config_call: 'memory=1' }, typed: '-c memory=1' },
  { env: { npm_config_to: 'https://example.com/S3cret' }, typed: '--to=***' },
  { env: { npm_config_token_description: 'https://example.com/S3cret' }, typed: '--to=***' },
])('names the options that npm took, and how to type them: $typed', ({ env: more, typed }) => {
  for (const command of [simple, nested])
    expect(explainSwallowedOptions(command, { ...env, ...more })).toBe(
      `npm took ${typed} as its own, expected after --: npm run deploy -- ${typed}`,
    );
});

test.each(['hook', 'server', 'token', 'forward'])('never prints the value of --%s', (name) => {
  const command = new Command('one').option(`--${name} <value>`);
  const message = explainSwallowedOptions(command, { ...env, [`npm_config_${name}`]: 'https://user:S3cret@a.example' });
  expect(message).toContain(`npm run deploy -- --${name}=***`);
  expect(message).not.toContain('S3cret');
});

test('knows --token by the option that npm takes it for', () => {
  const command = new Command('one').option('--token <token>');
  expect(explainSwallowedOptions(command, { ...env, npm_config_token_description: 'S3cret' })).toContain('--token=***');
});

test.each(['password', 'jwt-secret'])('never advises to type --%s', (name) => {
  const command = new Command('one').option(`--${name} [value]`).option('--json');
  for (const value of ['S3cret', 'true']) {
    const typed = { [`npm_config_${name.replace('-', '_')}`]: value, npm_config_json: 'true' };
    const message = explainSwallowedOptions(command, { ...env, ...typed });
    expect(message).toContain(`Received --${name}, expected no such secret as an argument`);
    expect(message).not.toMatch(/S3cret|-- --(password|jwt)/);
  }
});

test.each([
  { what: "npm's own options", env: { ...env, npm_config_yes: '', npm_config_call: 'npm run deploy', npm_config_cache: '/x' } },
  { what: 'the options of other commands', env: { ...env, npm_config_destroy: 'true' } },
  { what: 'a process that npm did not start', env: { npm_config_dry_run: 'true' } },
])('ignores $what', ({ env }) => expect(explainSwallowedOptions(simple, env)).toBeUndefined()); // biome-ignore format: a table

test('ignores an option that an .npmrc sets', () => {
  const project = mkdtempSync(join(folder, 'project-'));
  writeFileSync(join(project, '.npmrc'), 'yes=true\njson=true\n');
  const withOption = { ...env, npm_config_json: 'true', npm_config_local_prefix: project };
  expect(explainSwallowedOptions(simple, withOption)).toBeUndefined();
});

test('ignores the prefix, which npm always sets', () => {
  const command = new Command('create').option('--prefix <text>');
  expect(explainSwallowedOptions(command, { ...env, npm_config_prefix: '/usr' })).toBeUndefined();
});

/** Runs npm as a person does, within the npm that may run this test. */
const npm = (...args: string[]) => spawnSync('npm', ['run', '-s', ...args], { cwd: root, encoding: 'utf8' });

test.each([
  { typed: ['deploy', '--dry-run'], option: '--dry-run' },
  { typed: ['deploy', '--destroy'], option: '--destroy' },
  { typed: ['simulate', '--clean'], option: '--clean' },
  { typed: ['streams', '--json'], option: '--json' },
  { typed: ['usage', '--by', 'day'], option: '--by' },
  { typed: ['recordings', '--app', 'LiveApp'], option: '--app' },
])('the command does nothing when npm took its option: $typed', ({ typed, option }) => {
  const { status, stderr } = npm(...typed);
  const message = `npm took ${option} as its own, expected after --: npm run ${typed[0]} -- ${option}\n`;
  expect({ status, stderr }).toEqual({ status: 1, stderr: message });
});

test('an option after -- reaches the command', () => {
  const { stderr } = npm('streams', '--', '--json', '--url', 'http://127.0.0.1:9');
  expect(stderr).not.toContain('npm took');
});
