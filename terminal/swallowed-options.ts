import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';

/** Options of npm's own, often set in an .npmrc or the environment, `prefix` always: whether they were typed on this command line is unknown. */
const NPM_OPTIONS = ['color', 'force', 'prefix', 'progress', 'proxy', 'scope', 'yes'];

/** Options whose value may be a secret, such as the URL of a chat, or one with a user and a password. */
const SECRET_OPTIONS = ['to', 'forward', 'hook', 'server', 'token', 'password', 'jwt-secret'];

/** Options that commands know only to refuse them: what they hold is never an argument. */
const REFUSED_OPTIONS = ['password', 'jwt-secret'];

/** Options that npm (11.19) takes for an abbreviation of one of its own, by name. */
const NPM_ABBREVIATIONS: Readonly<Record<string, string>> = {
  to: 'token_description',
  token: 'token_description',
  by: 'bypass_2fa',
  app: 'parseable', // the letters of -a and -p
};

/** The variable in which npm puts the value of `-c`. Some of its own commands put a text there that is not `name=value`. */
const NPM_CALL_ENV = 'npm_config_call';

/**
 * Returns an error message for options of the command that npm took as its own, because they were typed without the `--`
 * before them; undefined when there are none.
 */
export function explainSwallowedOptions(command: Command, env = process.env): string | undefined {
  const script = env.npm_lifecycle_event;
  if (script === undefined) return undefined;
  const names = new Set(optionsOf(command).filter((name) => !NPM_OPTIONS.includes(name)));
  const refused = REFUSED_OPTIONS.filter((name) => names.has(name) && toFlags(name, env).length > 0);
  if (refused.length > 0) return refuse(refused, script);
  const swallowed = [...names].flatMap((name) => toFlags(name, env));
  const callText = env[NPM_CALL_ENV];
  if (names.has('context') && callText !== undefined && /^\w+=\S*$/.test(callText)) swallowed.push(`-c ${callText}`);
  if (swallowed.length === 0) return undefined;
  return `npm took ${swallowed.join(' ')} as its own, expected after --: npm run ${script} -- ${swallowed.join(' ')}`;
}

const refuse = (names: readonly string[], script: string): string =>
  `Received ${names.map((name) => `--${name}`).join(' ')}, expected no such secret as an argument: arguments are visible to others and stay in the history of the shell. npm run ${script} -- --help says where it belongs.`;

/** The names of the long options of a command and its subcommands. */
function optionsOf({ options, commands }: Command): string[] {
  const own = options.flatMap(({ long }) => (long ? [long.replace(/^--(no-)?/, '')] : []));
  return [...own, ...commands.flatMap(optionsOf)];
}

/** npm passes every option that it parsed to the script as an environment variable; an empty value means `--no-…`. */
function toFlags(name: string, env: NodeJS.ProcessEnv): string[] {
  const value = env[`npm_config_${name.replaceAll('-', '_')}`] ?? env[`npm_config_${NPM_ABBREVIATIONS[name]}`];
  if (value === undefined || isInNpmrc(name, env)) return [];
  if (value === '') return [`--no-${name}`];
  if (value === 'true') return [`--${name}`];
  return [`--${name}=${SECRET_OPTIONS.includes(name) ? '***' : value}`];
}

/** Whether an .npmrc sets the option, so that it need not have been typed. */
function isInNpmrc(name: string, env: NodeJS.ProcessEnv): boolean {
  const { npm_config_userconfig: user, npm_config_globalconfig: all, npm_config_local_prefix: project } = env;
  const files = [user, all, project && join(project, '.npmrc')];
  return files.some(
    (file) => file && existsSync(file) && new RegExp(`^\\s*${name}\\s*=`, 'm').test(readFileSync(file, 'utf8')),
  );
}
