import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { STATUS_INDEX } from '../../../lambda/table/row-keys.ts';
import { grantsOf } from '../grants.ts';
import { referenceTo } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

describe('createReaderFunction', () => {
  it('grants reading streams, looking up a token and writing its own log only', () => {
    expect(grantsOf(templateOf(), 'Reader')).toEqual([
      'dynamodb:BatchGetItem on Streams',
      'dynamodb:GetItem on Streams',
      'dynamodb:GetItem on Tokens',
      'dynamodb:Query on Streams',
      `dynamodb:Query on Streams/index/${STATUS_INDEX}`,
      'logs:CreateLogStream on ReaderLogs',
      'logs:PutLogEvents on ReaderLogs',
    ]);
  });

  it('sets the tables and its settings as environment, and a timeout of 10 s', () => {
    templateOf().hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectEquals({
          STREAMS_TABLE: referenceTo('Streams'),
          TOKENS_TABLE: referenceTo('Tokens'),
          BY_DAY: 'true',
          RECORDING_URL: '',
          PLAY_URL: '',
          STACK_NAME: 'AntMediaWebhooks',
          DASHBOARD_NAME: { 'Fn::Join': ['', ['AntMediaWebhooks-', { Ref: 'AWS::Region' }]] },
        }),
      },
      LoggingConfig: { LogGroup: referenceTo('ReaderLogs') },
      Timeout: 10,
    });
  });
});
