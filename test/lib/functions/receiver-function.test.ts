import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { grantsOf } from '../grants.ts';
import { referenceTo, resourcesOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

describe('createReceiverFunction', () => {
  it('grants writing or deferring events, looking up a token and writing its own log only', () => {
    expect(grantsOf(templateOf(), 'Receiver')).toEqual([
      'dynamodb:GetItem on Streams',
      'dynamodb:GetItem on Tokens',
      'dynamodb:PutItem on Streams',
      'dynamodb:Query on Streams',
      'dynamodb:UpdateItem on Streams',
      'logs:CreateLogStream on ReceiverLogs',
      'logs:PutLogEvents on ReceiverLogs',
      'sqs:SendMessage on DeferredQueue',
    ]);
  });

  it('sets tables, queue, settings and a signing key as environment', () => {
    const settings = {
      historyDays: '7',
      keepHeartbeats: 'true',
      healthHistory: 'false',
      byDay: 'false',
      allowList: '10.0.0.0/8',
    };
    templateOf(settings).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectEquals({
          STREAMS_TABLE: referenceTo('Streams'),
          TOKENS_TABLE: referenceTo('Tokens'),
          HISTORY_DAYS: '7',
          KEEP_HEARTBEATS: 'true',
          HEALTH_HISTORY: 'false',
          BY_DAY: 'false',
          DEFERRED_QUEUE_URL: referenceTo('DeferredQueue'),
          ALLOW_LIST: '10.0.0.0/8',
          LOST_KEY: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReceiverRole'), 'RoleId'] },
        }),
      },
    });
  });

  it('sets a timeout of 3 s, twice the receiver’s own limit', () => {
    templateOf().hasResourceProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogGroup: referenceTo('ReceiverLogs') },
      Timeout: 3,
    });
  });

  it('reserves the executions of the settings; by default none, which every account allows', () => {
    const reserved = (settings = {}) =>
      Object.entries(resourcesOf(templateOf(settings), 'AWS::Lambda::Function')).map(([name, { Properties }]) => [
        name,
        Properties.ReservedConcurrentExecutions,
      ]);
    const others = ['Replayer', 'Reader', 'Authoriser', 'Sweeper', 'Announcer', 'Notifier'].map((name) => [
      `${name}Function`,
      undefined,
    ]);
    expect(reserved()).toEqual([['ReceiverFunction', undefined], ...others]);
    expect(reserved({ reservedConcurrency: '50' })).toEqual([['ReceiverFunction', 50], ...others]);
  });
});
