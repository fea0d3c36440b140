import { toShellWord } from '../../terminal/shell.ts';
import type { AwsTarget } from '../stack/aws-target.ts';

/** What a person asked for, beside what goes to cdk as it is. */
export interface DeployOptions extends AwsTarget {
  /** The app of the first webhook URL. */
  readonly app?: string;
  readonly test: boolean;
  /** Whether the first tokens are made, and their secrets shown. */
  readonly tokens: boolean;
  readonly destroy?: true;
  /** Whether it is only shown what would change. */
  readonly dryRun?: true;
  /** Whether it is a failure that something would change. */
  readonly fail?: true;
  /** Whether only the names of what is deployed are printed. */
  readonly env?: true;
  /** Whether no question is asked. */
  readonly yes?: true;
  readonly force?: true;
  readonly toolkitStackName?: string;
  readonly requireApproval: string;
  readonly outputsFile?: string;
  /** The folder that cdk synthesises to. */
  readonly output?: string;
  /** What cdk calls --app: a command, or a folder that was synthesised to. */
  readonly cdkApp?: string;
}

/** The credentials and the region that were named, as the CDK CLI takes them. */
export function awsTargetArgs({ profile, region }: AwsTarget): string[] {
  return [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(region === undefined ? [] : ['--region', region]),
  ];
}

/** Which app cdk takes, and where it puts what it makes of it. */
export function appArgs({ cdkApp, output }: { cdkApp?: string | undefined; output?: string | undefined }): string[] {
  return [...(cdkApp === undefined ? [] : ['--app', cdkApp]), ...(output === undefined ? [] : ['--output', output])];
}

/** The same before a command of this project, as a shell takes them. */
export function awsTargetVariables({ profile, region }: AwsTarget): string {
  const variable = (name: string, value?: string) => (value === undefined ? '' : `${name}=${toShellWord(value)} `);
  return variable('AWS_PROFILE', profile) + variable('AWS_REGION', region);
}
