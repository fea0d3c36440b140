import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { exec } from '../exec.ts';
import { accountEnv, clientConfig } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { StackUnderTest } from './stack-under-test.ts';

describeOnAccount('npm run deploy', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Commanded');

  /** The names of all stacks of this test that there are or ever were. */
  async function stacks(): Promise<(string | undefined)[]> {
    const { StackSummaries = [] } = await new CloudFormationClient(clientConfig(endpoint)).send(
      new ListStacksCommand({}),
    );
    return StackSummaries.map(({ StackName }) => StackName).filter((name) => name?.startsWith(stack.name));
  }

  test.each([
    { typed: ['--destory'], says: /unknown option '--destory'\n\(Did you mean --destroy\?\)/ },
    { typed: ['--help-me'], says: /unknown option '--help-me'/ },
    { typed: ['--dry-run', '--destroy', '--yes'], says: /'--dry-run' cannot be used with option '--destroy'/ },
    { typed: ['NoSuchStack'], says: /Received the word NoSuchStack, expected an option/ },
  ])('refuses $typed, and deploys nothing', async ({ typed, says }) => {
    await expect(stack.npmRunDeploy(...typed)).rejects.toThrow(says);
    expect(await stacks()).toEqual([]);
  });

  test('--dry-run shows what would be deployed, and deploys nothing', async () => {
    const said = await stack.npmRunDeploy('--dry-run');
    expect(said).toMatch(/\[\+\] AWS::DynamoDB::GlobalTable Streams /);
    expect(said).not.toContain('Webhook URL');
    expect(await stacks()).toEqual([]);
  });

  test('--env of what is not deployed is one line, and fails the shell', async () => {
    await expect(stack.npmRunDeploy('--env')).rejects.toThrow(
      /^npm .*\nunset STACK .*; false\nThere is no stack Commanded in this account/,
    );
  });

  test('takes options as cdk does', async () => {
    const said = await stack.npmRunDeploy(
      '--context',
      'alarmEmail=video@example.com',
      '--progress=events',
      '-vv',
      '--execute=true',
      '--no-notices',
      '--no-test',
      'Commanded',
    );
    expect(said).toMatch(/^Webhook URL {3}\S+$/m);
    expect(await stacks()).toEqual(['Commanded']);
  });

  test('--env prints names that a shell can evaluate, and nothing else', async () => {
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
    const said = await stack.npmRunDeploy('--no-test');
    expect(said).toContain(`
This deployment removes from the stack Commanded:
  the subscription of video@example.com to the alarms
To retain a setting, put it into ${process.env.SETTINGS}: -c applies to a single deployment.
`);
    expect(await stack.npmRunDeploy('--dry-run')).not.toContain('removes from');
  });
});
