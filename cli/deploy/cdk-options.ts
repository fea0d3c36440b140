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
export const cdkOptions = (command: CdkCommand): CdkOptions => ({
  ...registry.globalOptions,
  ...registry.commands[command].options,
});

/**
 * Has a command take the options of cdk deploy besides its own, which alone its help tells of. What is typed of them is put
 * into the list that is returned, each as one word.
 */
export function takeCdkOptions(command: Command): readonly string[] {
  const own = command.options.filter(({ hidden }) => !hidden);
  command.configureHelp({ formatHelp: (_, help) => formatHelpOf(command, help, own) });
  const given: string[] = [];
  for (const option of Object.entries(cdkOptions('deploy')).flatMap(([name, cdk]) => optionsOf(name, cdk))) {
    if (command.options.some(({ long }) => long === option.long)) continue;
    command.addOption(option);
    command.on(`option:${option.name()}`, (value?: string) => given.push(wordOf(option, value)));
  }
  return given;
}

/** Those of the options of cdk deploy that another command takes as well; its names of stacks too. */
export function optionsFor(command: Exclude<CdkCommand, 'deploy'>, given: readonly string[]): string[] {
  const known = cdkOptions(command);
  return given.filter((word) => {
    const [, name] = /^--([\w-]+)/.exec(word) ?? [];
    return name === undefined || (Object.hasOwn(known, name) && name !== 'method'); // of diff it is something else
  });
}

/** Whether these options of cdk deploy have it make a change set, and leave it to somebody else to execute it. */
export function onlyPrepares(given: readonly string[]): boolean {
  const execute = given.findLast((word) => /^--execute\b/.test(word));
  const method = given.findLast((word) => /^--method=/.test(word));
  return execute === '--execute=false' || method === '--method=prepare-change-set';
}

/** A switch may be typed with `=true` or `=false` too. */
export function withoutSwitchValues(argv: readonly string[]): string[] {
  const known = cdkOptions('deploy');
  return argv.map((word) => {
    const [, name = '', value] = /^--([\w-]+)=(true|false)$/.exec(word) ?? [];
    if (value === undefined || known[name]?.type !== 'boolean') return word;
    return value === 'true' ? `--${name}` : `--no-${name}`;
  });
}

/** A switch has an opposite; a name may have a letter, or a second name. */
function optionsOf(name: string, { type, alias, negativeAlias }: CdkOption): Option[] {
  const value = type === 'boolean' ? '' : ' <value>';
  const letter = (character?: string) => (character?.length === 1 ? `-${character}, ` : '');
  return [
    new Option(`${letter(alias)}--${name}${value}`),
    ...(type === 'boolean' && !name.startsWith('no-') ? [new Option(`${letter(negativeAlias)}--no-${name}`)] : []),
    ...(alias !== undefined && alias.length > 1 ? optionsOf(alias, { type }) : []),
  ];
}

/** The CLI warns of `--no-…` as of something that it does not know, and takes `=false`. */
function wordOf(option: Option, value: string | undefined): string {
  if (value !== undefined) return `--${option.name()}=${value}`;
  return option.negate ? `--${option.name().replace(/^no-/, '')}=false` : `--${option.name()}`;
}

function formatHelpOf(command: Command, help: Help, own: readonly Option[]): string {
  help.visibleOptions = () => [...own, new Option('-h, --help', 'display help for command')];
  return Help.prototype.formatHelp.call(help, command, help);
}
