import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { nameOf, resourcesOf } from './logical-ids.ts';
import { stackOf, templateOf } from './synthesis.ts';

/** What cdk-nag, and the validation that is built into CDK, report of the stack: errors throw, warnings are returned. */
function findings(stack: Stack): unknown[] {
  const app = App.of(stack) ?? expect.fail('expected the stack to be in an app');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  const { directory } = app.synth();
  return JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')).pluginReports;
}

describe('ReceiverStack', () => {
  it('leaves no finding of AwsSolutions unexplained', () => {
    expect(findings(stackOf())).toEqual([]);
  });

  it('may not be given anything that AwsSolutions finds fault with', () => {
    const stack = stackOf({}, { builtinCloudFormationValidation: false });
    new Topic(stack, 'WithoutEncryption');
    expect(() => findings(stack)).toThrow(/AwsSolutions-SNS3/);
  });

  it('says by its outputs where it is', () => {
    const outputs = Object.entries(templateOf().findOutputs('*'));
    expect(outputs.map(([name, { Value }]) => [name, nameOf(Value.Ref ?? Value['Fn::GetAtt'][0])])).toEqual([
      ['ApiUrl', 'Api'],
      ['StreamsTableName', 'Streams'],
      ['TokensTableName', 'Tokens'],
    ]);
    for (const [, { Description }] of outputs) expect(Description).toMatch(/\w/);
  });

  it('has a role for each of its two functions, and no other', () => {
    const template = templateOf();
    expect(Object.keys(resourcesOf(template, 'AWS::Lambda::Function'))).toEqual(['ReceiverFunction', 'ReaderFunction']);
    expect(Object.keys(resourcesOf(template, 'AWS::IAM::Role'))).toEqual(['ReceiverRole', 'ReaderRole']);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  it('keeps each log for as long as was chosen, even when it is deleted itself', () => {
    const log = { Properties: { RetentionInDays: 90 }, DeletionPolicy: 'Retain' };
    const logs = resourcesOf(templateOf({ logDays: '90' }), 'AWS::Logs::LogGroup');
    expect(Object.keys(logs)).toEqual(['ReceiverLogs', 'ReaderLogs', 'ApiAccessLogs']);
    for (const found of Object.values(logs)) expect(found).toMatchObject(log);
  });

  it('leaves nothing behind when that is wanted', () => {
    const { Resources } = templateOf({ removalPolicy: 'destroy' }).toJSON();
    expect(JSON.stringify(Resources)).not.toContain('"Retain"');
  });

  it('never changes the ids of its tables: what is deployed under another id is another, empty table', () => {
    const ids = Object.keys(templateOf().findResources('AWS::DynamoDB::GlobalTable'));
    expect(ids).toEqual(['Streams72478C78', 'Tokens1180AAEA']);
  });

  it('has the name that was chosen', () => {
    expect(stackOf({ stackName: 'Second' }).stackName).toBe('Second');
  });
});
