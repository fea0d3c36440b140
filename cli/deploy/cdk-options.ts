import { readFileSync } from 'node:fs';
import { type Command, Help, Option } from 'commander';

/** An option as the CDK CLI describes it. */
interface CdkOption {
  readonly type: 'array' | 'boolean' | 'number' | 'string';
  readonly alias?: string;
  /** The short flag of its negation. */
  readonly negativeAlias?: string;
}

type CdkOptions = Readonly<Record<string, CdkOption>>;
type CdkCommand = 'deploy' | 'destroy' | 'diff' | 'synth';

/** The CDK CLI's own list of its options. Its commands ignore unknown options, so this project checks them. */
const registry: {
  readonly globalOptions: CdkOptions;
  readonly commands: Readonly<Record<CdkCommand, { readonly options: CdkOptions }>>;
} = JSON.parse(
  readFileSync(new URL('lib/cli/cli-type-registry.json', import.meta.resolve('aws-cdk/package.json')), 'utf8'),
);

/** Returns the options of a CDK command, by name. */
export const cdkOptionsOf = (command: CdkCommand): CdkOptions => ({
  ...registry.globalOptions,
  ...registry.commands[command].options,
});

/**
 * Makes a command accept the options of cdk deploy besides its own; its help lists only its own. Parsing the command line adds
 * each option of cdk, as one argument, to the returned list.
 */
export function acceptCdkOptions(command: Command): readonly string[] {
  const ownOptions = command.options.filter(({ hidden }) => !hidden);
  command.configureHelp({ formatHelp: (_, help) => formatHelp(command, help, ownOptions) });
  const cdkArgs: string[] = [];
  for (const option of Object.entries(cdkOptionsOf('deploy')).flatMap(([name, cdk]) => toOptions(name, cdk))) {
    if (command.options.some(({ long }) => long === option.long)) continue;
    command.addOption(option);
    command.on(`option:${option.name()}`, (value?: string) => cdkArgs.push(toArg(option, value)));
  }
  return cdkArgs;
}

/** Returns the arguments of cdk deploy that another command accepts too, with the names of stacks. */
export function argsSupportedBy(command: Exclude<CdkCommand, 'deploy'>, cdkArgs: readonly string[]): string[] {
  const supported = cdkOptionsOf(command);
  return cdkArgs.filter((arg) => {
    const [, name] = /^--([\w-]+)/.exec(arg) ?? [];
    return name === undefined || (Object.hasOwn(supported, name) && name !== 'method'); // cdk diff has another --method
  });
}

/** Whether cdk deploy creates a change set with these arguments, and does not execute it. */
export function onlyPreparesChangeSet(cdkArgs: readonly string[]): boolean {
  const execute = cdkArgs.findLast((arg) => /^--execute\b/.test(arg));
  const method = cdkArgs.findLast((arg) => /^--method=/.test(arg));
  return execute === '--execute=false' || method === '--method=prepare-change-set';
}

/** Replaces `--NAME=true` and `--NAME=false`, which cdk accepts, by `--NAME` and `--no-NAME`. */
export function normaliseSwitches(argv: readonly string[]): string[] {
  const options = cdkOptionsOf('deploy');
  return argv.map((arg) => {
    const [, name = '', value] = /^--([\w-]+)=(true|false)$/.exec(arg) ?? [];
    if (value === undefined || options[name]?.type !== 'boolean') return arg;
    return value === 'true' ? `--${name}` : `--no-${name}`;
  });
}

/** Returns the option, the negation of a switch, and the same of its long alias. */
function toOptions(name: string, { type, alias, negativeAlias }: CdkOption): Option[] {
  const value = type === 'boolean' ? '' : ' <value>';
  const flag = (character?: string) => (character?.length === 1 ? `-${character}, ` : '');
  return [
    new Option(`${flag(alias)}--${name}${value}`),
    ...(type === 'boolean' && !name.startsWith('no-') ? [new Option(`${flag(negativeAlias)}--no-${name}`)] : []),
    ...(alias !== undefined && alias.length > 1 ? toOptions(alias, { type }) : []),
  ];
}

/** Writes a negation as `=false`: the CDK CLI warns that it does not know `--no-NAME`. */
function toArg(option: Option, value: string | undefined): string {
  if (value !== undefined) return `--${option.name()}=${value}`;
  return option.negate ? `--${option.name().replace(/^no-/, '')}=false` : `--${option.name()}`;
}

function formatHelp(command: Command, help: Help, ownOptions: readonly Option[]): string {
  help.visibleOptions = () => [...ownOptions, new Option('-h, --help', 'display help for command')];
  return Help.prototype.formatHelp.call(help, command, help);
}
