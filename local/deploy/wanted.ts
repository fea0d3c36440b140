import type { Named } from '../stack/environment.ts';
import { shellWord } from '../terminal/shell.ts';

/** What a person asked for, beside what goes to cdk as it is. */
export interface Wanted extends Named {
  /** The app of the first webhook URL. */
  readonly app?: string;
  readonly test: boolean;
  /** Whether the first tokens are made, and their secrets shown. */
  readonly tokens: boolean;
  readonly destroy?: true;
  readonly force?: true;
  readonly toolkitStackName?: string;
  readonly requireApproval: string;
  readonly outputsFile?: string;
}

/** The credentials and the region that were named, as the CDK CLI takes them. */
export function namedOptions({ profile, region }: Named): string[] {
  return [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(region === undefined ? [] : ['--region', region]),
  ];
}

/** The same before a command of this project, as a shell takes them. */
export function namedVariables({ profile, region }: Named): string {
  const variable = (name: string, value?: string) => (value === undefined ? '' : `${name}=${shellWord(value)} `);
  return variable('AWS_PROFILE', profile) + variable('AWS_REGION', region);
}
