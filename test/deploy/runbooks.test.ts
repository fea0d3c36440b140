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

/** What is done once, before a test, to the machine itself. */
const DONE_BEFORE = /^(npm ci|npx cdk bootstrap|git pull).*$/gm;

/** Each block of commands in a page, and the heading that it stands under. */
function blocksOf(page: string): { heading: string; script: string }[] {
  let heading = '';
  const parts = readFileSync(join(root, page), 'utf8').matchAll(/^#+ ([^\n]*)$|^```sh\n(.*?)^```$/gms);
  return [...parts].flatMap(([, title, script]) => {
    heading = title ?? heading;
    return script === undefined ? [] : [{ heading, script }];
  });
}

const all = blocksOf('docs/operations.md');
/** What all the others need done: it is done before them. */
const FIRST = 'First deployment';
const runbooks = all.filter(({ heading }) => heading !== FIRST);
const questions = blocksOf('README.md').filter(({ script }) => script.includes('$STREAMS_TABLE'));

describeOnAccount('docs/operations.md', (endpoint) => {
  const stack = new StackUnderTest(endpoint, 'Runbooks');
  const dynamodb = new DynamoDBClient(clientConfig(endpoint));
  const folder = useTempFolder('runbooks');
  let env: NodeJS.ProcessEnv;
  /** The names of what is deployed, as the page has a shell ask for them: once, for it takes seconds. */
  let names = '';
  /** Has a media server say that the stream of the page's examples started. */
  let start: () => Promise<void>;
  /** What a person fills in, by the name of the variable. */
  const filledIn: Record<string, string> = {
    ENDPOINT: 'https://127.0.0.1:9/alarms',
    WHEN: new Date().toISOString(),
    FIRST: REGION,
    SECOND: REGION,
  };

  /** Runs commands as a person pastes them, in a folder that looks like the project. */
  const paste = (script: string) => {
    const filled = script
      .replace(DONE_BEFORE, '')
      .replace(/^(\w+)=….*$/gm, (_, name) => `${name}='${filledIn[name] ?? expect.fail(`what is ${name}?`)}'`)
      .replace(/^aws sqs/gm, 'aws --endpoint-url "$AWS_ENDPOINT_URL" sqs') // version 1 of the CLI asks AWS itself
      .replace('forget LiveApp/cam-1', 'forget LiveApp/cam-1 --yes') // nobody answers its question
      .replace(/(--dry-run.*^npm run deploy)$/ms, '$1 -- -a cdk.out') // what the dry run has just made
      .replace('--backup-type SYSTEM', '--backup-type USER'); // MiniStack makes none of its own of a deleted table
    return exec('bash', ['-euo', 'pipefail', '-c', `${names}\n${filled}`], { cwd: folder, env });
  };

  beforeAll(async () => {
    for (const name of readdirSync(root)) if (name !== 'cdk.out') symlinkSync(join(root, name), join(folder, name));
    const SETTINGS = join(mkdtempSync(join(folder, 'settings-')), 'settings.json');
    writeFileSync(SETTINGS, JSON.stringify({ stackName: stack.name }));
    const PATH = `${dirname(await installPythonProgram('aws'))}:${process.env.PATH}`;
    env = { ...accountEnv(endpoint), AWS_PAGER: '', SETTINGS, PATH };
    const { script } = all.find(({ heading }) => heading === FIRST) ?? expect.fail(`there is no ${FIRST}`);
    const said = await paste(script);
    const told = (line: RegExp) => line.exec(said)?.[1] ?? expect.fail(`expected ${line}, received ${said}`);
    const hooks = told(/^Webhook URL +(\S+)$/m);
    expect(said).toMatch(/^Test hook +recorded and read back/m);
    start = async () => {
      await post(hooks, capture('liveStreamStarted.json.http'));
    };
    await start();
    names = await exec('npm', ['run', '-s', 'deploy', '--', '--env'], { env });
    const other = await exec(
      'npm',
      ['run', '-s', 'tokens', '--', 'create', '--app', 'Old', '--json', '--stack', stack.name],
      { env },
    );
    filledIn.ID = JSON.parse(other).id;
    env = { ...env, STREAMS_TOKEN: told(/^Read token +(\S+)/m) };
  });

  test('has a block of commands for each kind of trouble', () => expect(runbooks.length).toBeGreaterThan(30));

  test.each(runbooks)('works by copy and paste: $heading', async ({ script }) => {
    if (script.includes('list-backups')) await deleteStreams();
    await paste(script); // which throws when a command fails
  });

  test.each(questions)('so does what the README asks the table', async ({ script }) => {
    await start(); // a runbook has forgotten it
    expect(await paste(script)).toContain('stream#LiveApp#cam-1');
  });

  async function deleteStreams(): Promise<void> {
    const TableName = await stack.readOutput('StreamsTableName');
    await dynamodb.send(new CreateBackupCommand({ TableName, BackupName: 'before' }));
    await dynamodb.send(new DeleteTableCommand({ TableName }));
  }
});
