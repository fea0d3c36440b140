import { readFileSync } from 'node:fs';
import { type Command, Help, Option } from 'commander';

/** An option as the CDK CLI describes it. */
interface CdkOption {
  readonly type: 'array' | 'boolean' | 'number' | 'string';
  readonly alias?: string;
  /** A letter for its opposite. */
  readonly negativeAlias?: string;
}

type CdkOptions = Readonly<Record<string, CdkOption>>;
type CdkCommand = 'deploy' | 'destroy' | 'diff' | 'synth';

/** What the CDK CLI knows of itself. Its commands ignore what they do not know, and go on. */
const registry: {
  readonly globalOptions: CdkOptions;
  readonly commands: Readonly<Record<CdkCommand, { readonly options: CdkOptions }>>;
} = JSON.parse(
  readFileSync(new URL('lib/cli/cli-type-registry.json', import.meta.resolve('aws-cdk/package.json')), 'utf8'),
);

/** The options of a command of CDK, by name. */
export const cdkOptionsOf = (command: CdkCommand): CdkOptions => ({
  ...registry.globalOptions,
  ...registry.commands[command].options,
});

/**
 * Has a command take the options of cdk deploy besides its own, which alone its help tells of. What is typed of them is put
 * into the list that is returned, each as one word.
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

/** Those of the options of cdk deploy that another command takes as well; its names of stacks too. */
export function argsSupportedBy(command: Exclude<CdkCommand, 'deploy'>, cdkArgs: readonly string[]): string[] {
  const supported = cdkOptionsOf(command);
  return cdkArgs.filter((arg) => {
    const [, name] = /^--([\w-]+)/.exec(arg) ?? [];
    return name === undefined || (Object.hasOwn(supported, name) && name !== 'method'); // of diff it is something else
  });
}

/** Whether these options of cdk deploy have it make a change set, and leave it to somebody else to execute it. */
export function onlyPreparesChangeSet(cdkArgs: readonly string[]): boolean {
  const execute = cdkArgs.findLast((word) => /^--execute\b/.test(word));
  const method = cdkArgs.findLast((word) => /^--method=/.test(word));
  return execute === '--execute=false' || method === '--method=prepare-change-set';
}

/** A switch may be typed with `=true` or `=false` too. */
export function normaliseSwitches(argv: readonly string[]): string[] {
  const known = cdkOptionsOf('deploy');
  return argv.map((word) => {
    const [, name = '', value] = /^--([\w-]+)=(true|false)$/.exec(word) ?? [];
    if (value === undefined || known[name]?.type !== 'boolean') return word;
    return value === 'true' ? `--${name}` : `--no-${name}`;
  });
}

/** A switch has an opposite; a name may have a letter, or a second name. */
function toOptions(name: string, { type, alias, negativeAlias }: CdkOption): Option[] {
  const value = type === 'boolean' ? '' : ' <value>';
  const flag = (character?: string) => (character?.length === 1 ? `-${character}, ` : '');
  return [
    new Option(`${flag(alias)}--${name}${value}`),
    ...(type === 'boolean' && !name.startsWith('no-') ? [new Option(`${flag(negativeAlias)}--no-${name}`)] : []),
    ...(alias !== undefined && alias.length > 1 ? toOptions(alias, { type }) : []),
  ];
}

/** The CLI warns of `--no-…` as of something that it does not know, and takes `=false`. */
function toArg(option: Option, value: string | undefined): string {
  if (value !== undefined) return `--${option.name()}=${value}`;
  return option.negate ? `--${option.name().replace(/^no-/, '')}=false` : `--${option.name()}`;
}

function formatHelp(command: Command, help: Help, ownOptions: readonly Option[]): string {
  help.visibleOptions = () => [...ownOptions, new Option('-h, --help', 'display help for command')];
  return Help.prototype.formatHelp.call(help, command, help);
}
