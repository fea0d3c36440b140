import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { RecordingsStack } from '../../examples/on-recording-ready/recordings-stack.ts';
import { grantsOf } from '../lib/grants.ts';
import { useTempFolder } from '../use-temp-folder.ts';

const outdir = useTempFolder('example');
const context = { 'aws:cdk:bundling-stacks': [] };
const app = new App({ outdir, context, builtinCloudFormationValidation: false });
const template = Template.fromStack(new RecordingsStack(app, 'OnRecordingReady', 'bus-of-the-receiver'));

test('the function may put rows into its table, and dead letters into its queue', () => {
  expect(grantsOf(template, 'SaverService')).toEqual(['dynamodb:PutItem on Recordings', 'sqs:SendMessage on Failed']);
});

test('the rule selects recordings on the bus of the receiver', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: 'bus-of-the-receiver',
    EventPattern: { source: ['ant-media-webhooks'], 'detail-type': ['Recording Ready'], detail: { version: [1] } },
  });
});
