import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CreateBackupCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import { capture, post } from '../capture.ts';
import { exec, root } from '../exec.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { accountEnv, clientConfig, REGION } from './account.ts';
import { describeOnAccount } from './on-account.ts';
import { installPythonProgram } from './python.ts';
import { StackUnderTest } from './stack-under-test.ts';

/** The commands that prepare the machine and the account, not the stack. */
const SETUP_COMMANDS = /^(npm ci|npx cdk bootstrap|git pull).*$/gm;

/** Returns each `sh` block of a page with the heading above it. */
function blocksOf(page: string): { heading: string; script: string }[] {
  let heading = '';
  const parts = readFileSync(join(root, page), 'utf8').matchAll(/^#+ ([^\n]*)$|^```sh\n(.*?)^```$/gms);
  return [...parts].flatMap(([, title, script]) => {
    heading = title ?? heading;
    return script === undefined ? [] : [{ heading, script }];
  });
}

const allBlocks = blocksOf('docs/operations.md');
/** The heading of the block that all others depend on: it runs first. */
const FIRST = 'First deployment';
const runbooks = allBlocks.filter(({ heading }) => heading !== FIRST);
const reads = blocksOf('docs/reading.md');

describeOnAccount('docs/operations.md and docs/reading.md', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Runbooks');
  const dynamodb = new DynamoDBClient(clientConfig(endpoint));
  const folder = useTempFolder('runbooks');
  let env: NodeJS.ProcessEnv;
  /** The output of `npm run deploy -- --env`; read once, because it takes seconds. */
  let shellVariables = '';
  /** Sends the hook that starts the stream of the page's examples. */
  let startStream: () => Promise<void>;
  /** The values that a person fills in, by variable. */
  const filledIn: Record<string, string> = {
    ENDPOINT: 'https://127.0.0.1:9/alarms',
    WHEN: new Date().toISOString(),
    FIRST: REGION,
    SECOND: REGION,
  };

  /** Runs commands as pasted by a person, in a folder that looks like the project. */
  const paste = (script: string) => {
    const filled = script
      .replace(SETUP_COMMANDS, '')
      .replace(
        /^(\w+)=….*$/gm,
        (_, name) => `${name}='${filledIn[name] ?? expect.fail(`expected a value for ${name} in filledIn`)}'`,
      )
      .replace(/^aws sqs/gm, 'aws --endpoint-url "$AWS_ENDPOINT_URL" sqs') // version 1 of the CLI ignores AWS_ENDPOINT_URL for SQS
      .replace('forget LiveApp/cam-1', 'forget LiveApp/cam-1 --yes') // there is no terminal to confirm in
      .replace(/(--dry-run.*^npm run deploy)$/ms, '$1 -- -a cdk.out') // the assembly of the dry run
      .replace('--backup-type SYSTEM', '--backup-type USER'); // MiniStack makes no backup of a deleted table
    return exec('bash', ['-euo', 'pipefail', '-c', `${shellVariables}\n${filled}`], { cwd: folder, env });
  };

  beforeAll(async () => {
    for (const name of readdirSync(root)) if (name !== 'cdk.out') symlinkSync(join(root, name), join(folder, name));
    const SETTINGS = join(mkdtempSync(join(folder, 'settings-')), 'settings.json');
    writeFileSync(SETTINGS, JSON.stringify({ stackName: stack.name }));
    const PATH = `${dirname(await installPythonProgram('aws'))}:${process.env.PATH}`;
    env = { ...accountEnv(endpoint), AWS_PAGER: '', SETTINGS, PATH };
    const { script } =
      allBlocks.find(({ heading }) => heading === FIRST) ?? expect.fail(`expected a block under ${FIRST}`);
    const output = await paste(script);
    const read = (line: RegExp) => line.exec(output)?.[1] ?? expect.fail(`expected ${line}, received ${output}`);
    const webhookUrl = read(/^Webhook URL +(\S+)$/m);
    expect(output).toMatch(/^Test hook +recorded and read back/m);
    startStream = async () => {
      await post(webhookUrl, capture('liveStreamStarted.json.http'));
      const body = JSON.stringify({ action: 'liveStreamStarted', id: 'cam-1', timestamp: Date.now() });
      await fetch(webhookUrl, { method: 'POST', body }); // one of today, whenever the captured one was
    };
    await startStream();
    shellVariables = await exec('npm', ['run', '-s', 'deploy', '--', '--env'], { env });
    const secondToken = await exec(
      'npm',
      ['run', '-s', 'tokens', '--', 'create', '--app', 'Old', '--json', '--stack', stack.name],
      { env },
    );
    filledIn.ID = JSON.parse(secondToken).id;
    env = { ...env, STREAMS_TOKEN: read(/^Read token +(\S+)/m) };
  });

  test('has a block of commands for each task and alarm', () => expect(runbooks.length).toBeGreaterThan(30));

  test.each(runbooks)('works by copy and paste: $heading', async ({ script }) => {
    if (script.includes('list-backups')) await deleteStreams();
    await paste(script); // throws when a command fails
  });

  test.each(reads)('reads by copy and paste: $heading', async ({ script }) => {
    await startStream(); // a runbook deleted it
    const output = await paste(script);
    expect(output).not.toContain('{"error":');
    if (script.startsWith('aws')) expect(output).toContain('stream#LiveApp#cam-1');
  });

  async function deleteStreams(): Promise<void> {
    const TableName = await stack.readOutput('StreamsTableName');
    await dynamodb.send(new CreateBackupCommand({ TableName, BackupName: 'before' }));
    await dynamodb.send(new DeleteTableCommand({ TableName }));
  }
});
