import { App } from 'aws-cdk-lib';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { describePlan, planDeployment } from '../../../cli/deploy/deployment-plan.ts';
import { stackOf } from '../../lib/synthesis.ts';
import { answerOnTerminal } from '../answer-on-terminal.ts';
import {
  type FakeCloudFormation,
  stackDescription,
  stackNotFound,
  startFakeCloudFormation,
} from '../fake-cloud-formation.ts';

/** The deployed template of each stack. */
const deployed: Record<string, string> = {
  Mailed: JSON.stringify({
    Resources: { Mail: { Type: 'AWS::SNS::Subscription', Properties: { Endpoint: 'me@a.b' } } },
  }),
  Throttled: JSON.stringify({ Metadata: { Settings: { throttleRate: '5000' } } }),
  Queued: JSON.stringify({ Metadata: { Settings: {} }, Resources: { Old: { Type: 'AWS::SQS::Queue' } } }),
};

let cloudFormation: FakeCloudFormation;
let folder: string;
beforeAll(async () => {
  const stack = stackOf({ stackName: 'Mailed' }, { builtinCloudFormationValidation: false }); // which takes seconds
  folder = App.of(stack)?.synth().directory ?? expect.fail('no app');
  cloudFormation = await startFakeCloudFormation((action, stack) => {
    if (action === 'DescribeStacks') return stackDescription(stack);
    if (stack === 'Hidden') return { code: 'AccessDenied', message: 'it says why' };
    const template = deployed[stack];
    return template === undefined
      ? stackNotFound(stack)
      : `<TemplateBody>${template.replaceAll('"', '&quot;')}</TemplateBody>`;
  });
});
afterAll(() => cloudFormation.close());
afterEach(() => void vi.unstubAllEnvs());

async function planTextOf(stack: string): Promise<string | undefined> {
  for (const [name, value] of Object.entries(cloudFormation.env)) vi.stubEnv(name, value);
  const assembly = { folder, stack, templateFile: 'Mailed.template.json', assetsFile: 'Mailed.assets.json' };
  return describePlan(stack, await planDeployment(assembly), 'staging.json');
}

test('a first deployment removes nothing', async () => expect(await planTextOf('New')).toBeUndefined());

test('a removal is listed, with the file for settings to retain', async () =>
  expect(await planTextOf('Mailed')).toBe(`
This deployment removes from the stack Mailed:
  the subscription of me@a.b to the alarms
To retain a setting, put it into staging.json: -c applies to a single deployment.
`));

test('a reset setting is listed with its default', async () =>
  expect(await planTextOf('Throttled')).toContain(`:
  throttleRate 5000 → 500 (the default)
To retain a setting, put it into staging.json: `));

test('where no setting is the cause, no settings file is named', async () =>
  expect(await planTextOf('Queued')).toBe(`
This deployment removes from the stack Queued:
  the queue Old
`));

test('credentials that may not read the template get a warning', async () =>
  expect(await planTextOf('Hidden')).toBe(
    '\nCannot determine what this deployment removes: that needs cloudformation:GetTemplate.\n',
  ));

test('several deployments are announced', () =>
  expect(describePlan('Hooks', { removals: [], steps: [{}] })).toBe(
    '\nThis takes 2 deployments, one after the other: AWS accepts one such change to a table at a time.\n',
  ));

describe.skipIf(process.platform !== 'linux')('on a terminal (that of script, of util-linux)', () => {
  /** Deploys on a terminal, gives this answer to the question, and returns the output. */
  const deployAndAnswer = (answer: string) =>
    answerOnTerminal(`cli/deploy.ts -a ${folder}`, cloudFormation.env, answer);

  test.each(['no\n', '\n', '\x04'])('nothing is deployed unless the answer is yes: %j', async (answer) => {
    const { code, output } = await deployAndAnswer(answer);
    expect(output).toContain('the subscription of me@a.b to the alarms');
    expect(output).toMatch(/Nothing was deployed: the stack Mailed is unchanged\.\s*$/);
    expect(code).toBe(1);
  });
});
