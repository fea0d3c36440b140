import pc from 'picocolors';
import { afterEach, expect, test, vi } from 'vitest';
import { deletedSummary, destroyWarning } from '../../../cli/deploy/destroy-messages.ts';
import { findStatefulResources } from '../../../cli/deploy/stateful-resources.ts';
import { run } from '../../run.ts';
import { startFakeCloudFormation } from '../fake-cloud-formation.ts';

const plain = pc.createColors(false);
const streams = { kind: 'table', name: 'Hooks-Streams', stays: true };
const tokens = { kind: 'table', name: 'Hooks-Tokens', stays: true };
const queue = { kind: 'queue', name: 'https://sqs.eu-west-1.amazonaws.com/1/Hooks-Deferred', stays: true };
const logs = { kind: 'log group', name: 'Hooks-Logs', stays: true };

afterEach(() => void vi.unstubAllEnvs());

test('what stays is what the deployed template keeps', async () => {
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
    { ...tokens, stays: false },
    queue,
    { ...logs, stays: false },
  ]);
  close();
});

test('the warning names what stays and what goes', () => {
  expect(
    destroyWarning('Hooks', 'account 1, eu-west-1', [streams, { ...tokens, stays: false }, queue, logs], plain),
  ).toBe(`
This deletes the stack Hooks (account 1, eu-west-1).

  Goes   the API with its URL, the functions, all that is not named below
         table Hooks-Tokens
  Stays  table Hooks-Streams
         queue https://sqs.eu-west-1.amazonaws.com/1/Hooks-Deferred
         log group Hooks-Logs

A hook that is sent from then on is lost.
What stays costs its storage alone: less than a dollar a GB and month.
`);
  const none = destroyWarning('Hooks', 'account 1, eu-west-1', [{ ...streams, stays: false }], plain);
  expect(none).toContain('Stays  nothing: streams, history and tokens are lost\n');
  expect(none).not.toContain('costs');
});

test('the farewell says what becomes of what is left', () => {
  expect(deletedSummary('Hooks', [streams, logs], ['--profile', 'my work'])).toBe(`
The stack Hooks is deleted. These stay:

  table Hooks-Streams
  log group Hooks-Logs

A new deployment makes new, empty tables. The old ones are read, and deleted when nobody wants them any more, by:

  aws dynamodb scan --table-name Hooks-Streams --profile 'my work'
  aws dynamodb delete-table --table-name Hooks-Streams --profile 'my work'`);
  expect(deletedSummary('Hooks', [{ ...streams, stays: false }], [])).toMatch(/nothing of it is left\.$/);
});

test('without a terminal nothing is deleted', async () =>
  expect(await run('deploy', ['--destroy'])).toEqual({
    code: 1,
    stdout: '',
    stderr: '--destroy: received no terminal to ask on, expected one, or --yes to go on without a question.\n',
  }));
