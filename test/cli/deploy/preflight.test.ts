import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDeployCommand } from '../../../cli/deploy/deploy-command.ts';
import { exec } from '../../exec.ts';
import { stackOf } from '../../lib/synthesis.ts';
import { run } from '../../run.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import {
  type FakeCloudFormation,
  noCredentials,
  noRegion,
  stackDescription,
  stackNotFound,
  startFakeCloudFormation,
} from '../fake-cloud-formation.ts';
import { runInProcess } from '../run-in-process.ts';

const refusals: Record<string, string> = {
  Expired: 'ExpiredToken',
  Foreign: 'InvalidClientTokenId',
  Throttled: 'Throttling',
  Hidden: 'AccessDenied',
};

const folder = useTempFolder('preflight');
const AWS_CONFIG_FILE = join(folder, 'config');
const keys = 'aws_access_key_id = a\naws_secret_access_key = s\n';
writeFileSync(
  AWS_CONFIG_FILE,
  `[profile me@work]
${keys}
[profile me@mfa]
role_arn = arn:aws:iam::000000000000:role/deployer
mfa_serial = arn:aws:iam::000000000000:mfa/me
source_profile = me@work
`,
);
const profiles = { ...noCredentials, AWS_CONFIG_FILE };
let cloudFormation: FakeCloudFormation;
beforeAll(async () => {
  cloudFormation = await startFakeCloudFormation((_action, stack) => {
    const code = refusals[stack];
    if (code !== undefined) return { code, message: 'it says why' };
    return stack === 'Toolkit' ? stackDescription(stack) : stackNotFound(stack);
  });
});
afterAll(() => {
  cloudFormation.close();
});

/** An environment without CI: where that is set, cdk prints to stdout instead of stderr. */
const quiet = { CDK_DISABLE_CLI_TELEMETRY: 'true', AWS_MAX_ATTEMPTS: '1', CI: undefined };
const envWith = (env: NodeJS.ProcessEnv) => ({ ...cloudFormation.env, ...quiet, ...env });
const deploy = (args: string[], env: NodeJS.ProcessEnv = {}) => runInProcess(createDeployCommand(), args, envWith(env));
const deployProcess = (args: string[]) => run('deploy', args, envWith({}));
const toolkit = (name: string) => ['--toolkit-stack-name', name];

describe('before anything is deployed, one line says what is missing:', () => {
  test.each([
    { what: 'credentials', args: [], env: noCredentials, says: 'No AWS credentials were found: set AWS_PROFILE, or' },
    {
      what: 'the profile',
      args: ['--profile', 'work'],
      env: noCredentials,
      says: 'found for the profile work: check that it is in ~/.aws',
    },
    {
      what: 'an MFA code',
      args: ['--profile', 'me@mfa'],
      env: profiles,
      says: `The profile me@mfa needs an MFA code, which only the AWS CLI can ask for: run eval "$(aws configure export-credentials --profile 'me@mfa' --format env)" and unset AWS_PROFILE, then`,
    },
    {
      what: 'the bootstrap, with a profile',
      args: ['--profile', 'me@work'],
      env: profiles,
      says: "run npx cdk bootstrap --profile 'me@work' once",
    },
    { what: 'a region', args: [], env: noRegion, says: 'No AWS region was found: set AWS_REGION' },
    {
      what: 'fresh credentials',
      args: toolkit('Expired'),
      env: {},
      says: 'have expired (ExpiredToken): sign in again',
    },
    { what: 'known credentials', args: toolkit('Foreign'), env: {}, says: 'AWS rejects these credentials' },
    { what: 'something else', args: toolkit('Throttled'), env: {}, says: 'AWS refused (Throttling): it says why' },
    {
      what: 'the bootstrap',
      args: [],
      env: {},
      says: 'not bootstrapped for CDK in eu-central-1 (there is no stack CDKToolkit): run npx cdk bootstrap once',
    },
    {
      what: 'the bootstrap in the named region',
      args: ['--region', 'us-west-2'],
      env: {},
      says: 'for CDK in us-west-2 (there is no stack CDKToolkit): run npx cdk bootstrap --region us-west-2 once',
    },
    {
      what: 'the bootstrap in the default region',
      args: [],
      env: { ...noRegion, AWS_DEFAULT_REGION: 'us-west-2' },
      says: 'for CDK in us-west-2',
    },
  ])('$what', async ({ args, env, says }) => {
    const { code, stdout, stderr } = await deploy(args, env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

test.concurrent.each([
  { what: 'a toolkit stack of another name', args: toolkit('Toolkit') },
  { what: 'a toolkit stack that the credentials may not read', args: toolkit('Hidden') },
])('with $what the command runs cdk; when cdk fails, it exits with the code of cdk', async ({ args }) => {
  const { code, stdout, stderr } = await deployProcess([
    ...args,
    '--no-notices',
    '-o',
    mkdtempSync(join(folder, 'out-')),
    '-c',
    'replicaRegions=eu-central-1',
  ]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('Setting replicaRegions: received "eu-central-1" for a stack in eu-central-1');
  expect(stderr).not.toMatch(/^ +at /m);
});

test.each([
  { args: ['-c', 'memory=1'], says: 'Setting memory: received "1", expected a whole number' },
  { args: ['-c', 'memory'], says: '-c memory: received no value, expected NAME=VALUE' },
  {
    args: ['dry-run'],
    says: "Received the argument dry-run, expected an option (they begin with --), or the stack's name",
  },
  { args: ['--fail'], says: "error: option '--fail' needs --dry-run" },
])('before any request or build, $args is refused', async ({ args, says }) => {
  const { code, stdout, stderr } = await deploy([...toolkit('Toolkit'), ...args]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.startsWith(says)).toBe(true);
});

test.concurrent('--dry-run --fail exits with 1 when there is a change', async () => {
  const stack = stackOf({}, { builtinCloudFormationValidation: false });
  const folder = App.of(stack)?.synth().directory ?? expect.fail('no app');
  const args = [...toolkit('Toolkit'), '--no-notices', '--dry-run', '--fail', '-a', folder];
  expect(await deployProcess(args)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('AWS::DynamoDB::GlobalTable'),
  });
});

test.concurrent('when --env fails, the shell that evaluates it stops, with its variables unset', async () => {
  const script = `STACK=other; eval "$(${process.execPath} --import tsx cli/deploy.ts --env)" && echo on; echo "<$STACK>"`;
  const env = { ...process.env, ...cloudFormation.env };
  const output = await exec('bash', ['-c', script], { env });
  expect(output).toMatch(/^<>\nThere is no stack AntMediaWebhooks in this account/);
});

test.concurrent('an error ends the process with 1, and is one line on stderr', async () => {
  const { code, stdout, stderr } = await deployProcess([]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^This account is not bootstrapped .*\n$/);
});

test('--help lists the options', async () => {
  const { code, stdout } = await deploy(['--help']);
  expect(code).toBe(0);
  for (const option of ['--app', '--no-test', '--destroy', '--force', '--profile', 'npx cdk bootstrap'])
    expect(stdout).toContain(option);
});
