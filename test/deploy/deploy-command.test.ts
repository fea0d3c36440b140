import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { exec } from '../exec.ts';
import { accountEnv, clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

describeOnAccount('npm run deploy', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Commanded');

  /** Returns the names of this test's stacks, including deleted ones. */
  async function stacks(): Promise<(string | undefined)[]> {
    const { StackSummaries = [] } = await new CloudFormationClient(clientConfig(endpoint)).send(
      new ListStacksCommand({}),
    );
    return StackSummaries.map(({ StackName }) => StackName).filter((name) => name?.startsWith(stack.name));
  }

  test.each([
    { args: ['--destory'], error: /unknown option '--destory'\n\(Did you mean --destroy\?\)/ },
    { args: ['--help-me'], error: /unknown option '--help-me'/ },
    { args: ['--dry-run', '--destroy', '--yes'], error: /'--dry-run' cannot be used with option '--destroy'/ },
    { args: ['NoSuchStack'], error: /Received the argument NoSuchStack, expected an option/ },
  ])('refuses $args, and deploys nothing', async ({ args, error }) => {
    await expect(stack.npmRunDeploy(...args)).rejects.toThrow(error);
    expect(await stacks()).toEqual([]);
  });

  test('--dry-run prints what would be deployed, and deploys nothing', async () => {
    const output = await stack.npmRunDeploy('--dry-run');
    expect(output).toMatch(/\[\+\] AWS::DynamoDB::GlobalTable Streams /);
    expect(output).not.toContain('Webhook URL');
    expect(await stacks()).toEqual([]);
  });

  test('--env of a stack that is not deployed prints one line, which fails in a shell', async () => {
    await expect(stack.npmRunDeploy('--env')).rejects.toThrow(
      /^npm .*\nunset STACK .*; false\nThere is no stack Commanded in this account/,
    );
  });

  test('accepts the options of cdk', async () => {
    const output = await stack.npmRunDeploy(
      '--context',
      'alarmEmail=video@example.com',
      '--progress=events',
      '-vv',
      '--execute=true',
      '--no-notices',
      '--no-test',
      'Commanded',
    );
    expect(output).toMatch(/^Webhook URL {3}\S+$/m);
    expect(await stacks()).toEqual(['Commanded']);
  });

  test('--env prints only variables that a shell can evaluate', async () => {
    const variables = ['run', '-s', 'deploy', '--', '--env', '-c', `stackName=${stack.name}`];
    const printed = await exec('npm', variables, { env: accountEnv(endpoint) });
    for (const line of printed.trimEnd().split('\n')) expect(line).toMatch(/^export [A-Z_]+='[^']+'$/);
    const script = `eval "$(npm run -s deploy -- --env -c stackName=${stack.name})" && echo "$STACK $STREAMS_TABLE $ACCESS_LOG $API_URL"`;
    const names = [
      stack.name,
      await stack.readOutput('StreamsTableName'),
      await stack.readResource('ApiAccessLogs'),
      await stack.url(),
    ];
    expect(await exec('bash', ['-c', script], { env: accountEnv(endpoint) })).toBe(`${names.join(' ')}\n`);
  });

  test('lists what it removes, and the file for settings to retain', async () => {
    const output = await stack.npmRunDeploy('--no-test');
    expect(output).toContain(`
This deployment removes from the stack Commanded:
  the subscription of video@example.com to the alarms
To retain a setting, put it into ${process.env.SETTINGS}: -c applies to a single deployment.
`);
    expect(await stack.npmRunDeploy('--dry-run')).not.toContain('removes from');
  });
});
