import pc from 'picocolors';
import { afterEach, expect, test, vi } from 'vitest';
import { deletedSummary, destroyWarning } from '../../../cli/deploy/destroy-messages.ts';
import { findStatefulResources } from '../../../cli/deploy/stateful-resources.ts';
import { run } from '../../run.ts';
import { startFakeCloudFormation } from '../fake-cloud-formation.ts';

const plain = pc.createColors(false);
const streams = { kind: 'table', name: 'Hooks-Streams', isRetained: true };
const tokens = { kind: 'table', name: 'Hooks-Tokens', isRetained: true };
const queue = { kind: 'queue', name: 'https://sqs.eu-west-1.amazonaws.com/1/Hooks-Deferred', isRetained: true };
const logs = { kind: 'log group', name: 'Hooks-Logs', isRetained: true };

afterEach(() => void vi.unstubAllEnvs());

test('a resource is retained where the deployed template says so', async () => {
  const resource = (id: string, type: string, name = `Hooks-${id}`) =>
    `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${name}</PhysicalResourceId><ResourceType>${type}</ResourceType></member>`;
  const members = [
    resource('Logs', 'AWS::Logs::LogGroup'),
    resource('Tokens', 'AWS::DynamoDB::GlobalTable'),
    resource('Deferred', 'AWS::SQS::Queue', queue.name),
    resource('Api', 'AWS::ApiGatewayV2::Api'),
    resource('Streams', 'AWS::DynamoDB::GlobalTable'),
  ];
  const retained = { DeletionPolicy: 'Retain' };
  const Resources = { Streams: retained, Tokens: { DeletionPolicy: 'Delete' }, Deferred: retained, Logs: {} };
  const { env, close } = await startFakeCloudFormation((action) =>
    action === 'GetTemplate'
      ? `<TemplateBody>${JSON.stringify({ Resources })}</TemplateBody>`
      : `<StackResources>${members.join('')}</StackResources>`,
  );
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  expect(await findStatefulResources('Hooks')).toEqual([
    streams,
    { ...tokens, isRetained: false },
    queue,
    { ...logs, isRetained: false },
  ]);
  close();
});

test('the warning lists what is deleted and what is retained', () => {
  expect(
    destroyWarning('Hooks', 'account 1, eu-west-1', [streams, { ...tokens, isRetained: false }, queue, logs], plain),
  ).toBe(`
This deletes the stack Hooks (account 1, eu-west-1).

  Deleted   the API with its URL, the functions, everything not listed below
            table Hooks-Tokens
  Retained  table Hooks-Streams
            queue https://sqs.eu-west-1.amazonaws.com/1/Hooks-Deferred
            log group Hooks-Logs

Hooks sent from then on are lost.
Retained resources cost only their storage: less than a dollar per GB and month.
`);
  const none = destroyWarning('Hooks', 'account 1, eu-west-1', [{ ...streams, isRetained: false }], plain);
  expect(none).toContain('Retained  nothing: streams, history and tokens are lost\n');
  expect(none).not.toContain('costs');
});

test('the summary lists what remains, and the commands that read and delete its tables', () => {
  expect(deletedSummary('Hooks', [streams, logs], ['--profile', 'my work'])).toBe(`
The stack Hooks is deleted. These remain:

  table Hooks-Streams
  log group Hooks-Logs

A new deployment creates new, empty tables. To read the old ones, and to delete them once nobody needs them:

  aws dynamodb scan --table-name Hooks-Streams --profile 'my work'
  aws dynamodb delete-table --table-name Hooks-Streams --profile 'my work'`);
  expect(deletedSummary('Hooks', [{ ...streams, isRetained: false }], [])).toMatch(/nothing of it remains\.$/);
});

test('without a terminal nothing is deleted', async () =>
  expect(await run('deploy', ['--destroy'])).toEqual({
    code: 1,
    stdout: '',
    stderr: '--destroy: received no terminal to ask on, expected one, or --yes to skip the question.\n',
  }));
