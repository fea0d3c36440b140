import { toShellWord } from '../../terminal/shell.ts';
import type { AwsTarget } from '../stack/aws-target.ts';

/** The options of `npm run deploy`, except those that are passed to cdk as they are. */
export interface DeployOptions extends AwsTarget {
  /** The app of the first webhook URL. */
  readonly app?: string;
  readonly test: boolean;
  /** Whether to create the first tokens, and to print their secrets. */
  readonly tokens: boolean;
  readonly destroy?: true;
  /** Whether only to show what would change. */
  readonly dryRun?: true;
  /** Whether a change found by --dry-run is a failure. */
  readonly fail?: true;
  /** Whether only to print the names of the deployed resources. */
  readonly env?: true;
  /** Whether to ask no question. */
  readonly yes?: true;
  readonly force?: true;
  readonly toolkitStackName?: string;
  readonly requireApproval: string;
  readonly outputsFile?: string;
  /** The output folder of cdk synth. */
  readonly output?: string;
  /** The value of cdk's own --app: a command, or a synthesised folder. */
  readonly cdkApp?: string;
}

/** Returns the target as arguments of the CDK CLI, which are also the AWS CLI's. */
export function awsTargetArgs({ profile, region }: AwsTarget): string[] {
  return [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(region === undefined ? [] : ['--region', region]),
  ];
}

/** Returns the target as a prefix of environment variables before a shell command. */
export function awsTargetPrefix({ profile, region }: AwsTarget): string {
  const variable = (name: string, value?: string) => (value === undefined ? '' : `${name}=${toShellWord(value)} `);
  return variable('AWS_PROFILE', profile) + variable('AWS_REGION', region);
}

/** Returns cdk's app and its output folder as arguments of the CDK CLI. */
export function appArgs({ cdkApp, output }: { cdkApp?: string | undefined; output?: string | undefined }): string[] {
  return [...(cdkApp === undefined ? [] : ['--app', cdkApp]), ...(output === undefined ? [] : ['--output', output])];
}
