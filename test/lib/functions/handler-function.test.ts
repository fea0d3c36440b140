import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { packagesOf } from '../../../lib/functions/bundle-budget.ts';
import { HandlerFunction } from '../../../lib/functions/handler-function.ts';
import { awsClients } from '../../../lib/settings/settings.ts';
import { grantsOf } from '../grants.ts';
import { resourcesOf } from '../logical-ids.ts';
import { allSettings, settingsExtremes, stackOf, templateOf } from '../synthesis.ts';

describe('HandlerFunction', () => {
  it('runs on Node 24 and arm64, and logs JSON; of Lambda’s own lines, only warnings', () => {
    templateOf().allResourcesProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
    });
  });

  it.each([
    { settings: {}, memory: 512, ofAuthoriser: 1_024 },
    { settings: { memory: '2048' }, memory: 2_048, ofAuthoriser: 1_024 },
    { settings: { authoriserMemory: '256' }, memory: 512, ofAuthoriser: 256 },
  ])('has the memory of the settings, the authoriser its own: $settings', ({ settings, memory, ofAuthoriser }) => {
    for (const [name, { Properties }] of Object.entries(resourcesOf(templateOf(settings), 'AWS::Lambda::Function')))
      expect([name, Properties.MemorySize]).toEqual([name, name === 'AuthoriserFunction' ? ofAuthoriser : memory]);
  });

  it.each(settingsExtremes)(
    'has its own role, which only Lambda can assume, without managed policies: $what',
    ({ settings }) => {
      const template = templateOf(settings);
      const functions = Object.values(template.findResources('AWS::Lambda::Function'));
      expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties.Role))).size).toBe(functions.length);
      for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
        expect(Object.keys(Properties)).toEqual(['AssumeRolePolicyDocument']);
        expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
          { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
        ]);
      }
    },
  );
});

describe('tracing', () => {
  const writes = ['xray:PutTelemetryRecords on *', 'xray:PutTraceSegments on *'];

  it.each(['Receiver', 'Replayer', 'Reader', 'Authoriser', 'Sweeper', 'Announcer', 'Notifier'])(
    'of the %s, and the permission for it, are off by default',
    (name) => {
      const traced = (settings = {}) => {
        const template = templateOf(settings);
        const { Properties } = resourcesOf(template, 'AWS::Lambda::Function')[`${name}Function`] ?? {};
        return [Properties.TracingConfig, grantsOf(template, name).filter((grant) => grant.startsWith('xray:'))];
      };
      expect(traced()).toEqual([undefined, []]);
      expect(traced({ tracing: 'true' })).toEqual([{ Mode: 'Active' }, writes]);
    },
  );
});

/** The variables that Lambda sets in every environment. */
const lambdaVariables = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };

test('an entry without a budget is not deployed', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'budget-'));
  const stack = new Stack(new App({ outdir }), 'Stack');
  const settings = {
    memory: 512,
    logDays: 7,
    removalPolicy: 'destroy',
    tracing: false,
    awsClient: 'small',
  } as const;
  const props = { description: '', timeout: Duration.seconds(1), environment: {}, settings };
  expect(() => new HandlerFunction(stack, 'Function', { ...props, entry: 'required-env' })).toThrow(
    'received no budget',
  );
  rmSync(outdir, { recursive: true });
});

describe.each(awsClients)('the bundle with the client %s', (awsClient) => {
  let outdir: string;
  let functions: ReturnType<typeof resourcesOf>;

  beforeAll(() => {
    const context = { 'aws:cdk:bundling-stacks': ['**'], 'aws:cdk:enable-asset-metadata': true };
    const { vpcSubnets, vpcSecurityGroups } = allSettings; // for the asker
    const stack = stackOf(
      { ...context, awsClient, vpcSubnets, vpcSecurityGroups },
      { builtinCloudFormationValidation: false },
    );
    functions = resourcesOf(Template.fromStack(stack), 'AWS::Lambda::Function');
    outdir = App.of(stack)?.outdir ?? expect.fail('expected the stack to be in an app');
  });

  /** Returns the exports of a function's bundle, loaded in a separate Node with the function's environment except `omitted`. */
  async function exportsOf(name: string, omitted: readonly string[] = []): Promise<string> {
    const { Metadata, Properties } = functions[name] ?? expect.fail(`expected a function ${name}`);
    const file = join(outdir, Metadata['aws:asset:path'], 'index.mjs');
    const variables = Object.entries(Properties.Environment?.Variables ?? {})
      .filter(([key]) => !omitted.includes(key))
      .map(([key, value]) => [key, typeof value === 'string' ? value : 'a-name']);
    const script = `import(${JSON.stringify(file)}).then((bundle) => console.log(Object.keys(bundle), typeof bundle.handler))`;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
      cwd: outdir, // no node_modules to fall back on
      env: { ...Object.fromEntries(variables), ...lambdaVariables },
    });
    return stdout;
  }

  it.each([
    'ReceiverFunction',
    'ReplayerFunction',
    'ReaderFunction',
    'AuthoriserFunction',
    'AskerFunction',
    'SweeperFunction',
  ])('of %s loads in a separate Node and exports its handler', async (name) =>
    expect(await exportsOf(name)).toBe("[ 'handler' ] function\n"),
  );

  it('contains the SDK’s client only when the setting selects it', () => {
    const packages = packagesOf(JSON.parse(readFileSync(join(outdir, 'receiver.meta.json'), 'utf8')));
    expect(packages.includes('@aws-sdk/client-dynamodb')).toBe(awsClient === 'sdk');
  });

  it('of the receiver loads in the environment of 0.1.0 too: an update changes code and environment one after the other', async () =>
    expect(await exportsOf('ReceiverFunction', ['DEFERRED_QUEUE_URL', 'HEALTH_HISTORY'])).toBe(
      "[ 'handler' ] function\n",
    ));
});
