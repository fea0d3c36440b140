import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';

/** Options that npm has as well, and that stand in many an .npmrc or environment: of them nobody can tell whether they were typed. */
const NPM_OPTIONS = ['color', 'force', 'progress', 'proxy', 'scope', 'yes'];

/** What npm calls the option that it takes -c for. Other commands of its own have text there that is no setting. */
const NPM_CALL_ENV = 'npm_config_call';

/** What was typed of a command's options without the `--` that npm wants before them, in one line; undefined when nothing was. */
export function explainSwallowedOptions(command: Command, env = process.env): string | undefined {
  const script = env.npm_lifecycle_event;
  if (script === undefined) return undefined;
  const names = new Set(optionsOf(command).filter((name) => !NPM_OPTIONS.includes(name)));
  const swallowed = [...names].flatMap((name) => toFlags(name, env));
  const callText = env[NPM_CALL_ENV];
  if (names.has('context') && callText !== undefined && /^\w+=\S*$/.test(callText)) swallowed.push(`-c ${callText}`);
  if (swallowed.length === 0) return undefined;
  return `npm took ${swallowed.join(' ')} for itself: npm run ${script} -- ${swallowed.join(' ')}`;
}

/** The long options of a command and of those below it. */
function optionsOf({ options, commands }: Command): string[] {
  const own = options.flatMap(({ long }) => (long ? [long.replace(/^--(no-)?/, '')] : []));
  return [...own, ...commands.flatMap(optionsOf)];
}

/** npm tells a script of each option, of its own or not, in its environment: nothing stands for no. */
function toFlags(name: string, env: NodeJS.ProcessEnv): string[] {
  const value = env[`npm_config_${name.replaceAll('-', '_')}`];
  if (value === undefined || isInNpmrc(name, env)) return [];
  if (value === '') return [`--no-${name}`];
  return [value === 'true' ? `--${name}` : `--${name}=${value}`];
}

/** Whether a file of npm's has the option, so that nobody need have typed it. */
function isInNpmrc(name: string, env: NodeJS.ProcessEnv): boolean {
  const { npm_config_userconfig: user, npm_config_globalconfig: all, npm_config_local_prefix: project } = env;
  const files = [user, all, project && join(project, '.npmrc')];
  return files.some(
    (file) => file && existsSync(file) && new RegExp(`^\\s*${name}\\s*=`, 'm').test(readFileSync(file, 'utf8')),
  );
}
