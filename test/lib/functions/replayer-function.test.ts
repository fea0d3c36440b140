import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { grantsOf } from '../grants.ts';
import { constructNameOf, referenceTo, resourcesOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

describe('createReplayerFunction', () => {
  it('grants writing events, looking up a token, consuming the queue and writing its own log only', () => {
    expect(grantsOf(templateOf(), 'Replayer')).toEqual([
      'dynamodb:GetItem on Streams',
      'dynamodb:GetItem on Tokens',
      'dynamodb:PutItem on Streams',
      'dynamodb:Query on Streams',
      'dynamodb:UpdateItem on Streams',
      'logs:CreateLogStream on ReplayerLogs',
      'logs:PutLogEvents on ReplayerLogs',
      'sqs:ChangeMessageVisibility on DeferredQueue',
      'sqs:DeleteMessage on DeferredQueue',
      'sqs:GetQueueAttributes on DeferredQueue',
      'sqs:ReceiveMessage on DeferredQueue',
    ]);
  });

  it('sets tables, queue and settings as environment, and a timeout of 30 s', () => {
    templateOf({
      historyDays: '7',
      keepHeartbeats: 'true',
      healthHistory: 'false',
      byDay: 'false',
    }).hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectEquals({
          STREAMS_TABLE: referenceTo('Streams'),
          TOKENS_TABLE: referenceTo('Tokens'),
          HISTORY_DAYS: '7',
          KEEP_HEARTBEATS: 'true',
          HEALTH_HISTORY: 'false',
          BY_DAY: 'false',
          DEFERRED_QUEUE_URL: referenceTo('DeferredQueue'),
        }),
      },
      LoggingConfig: { LogGroup: referenceTo('ReplayerLogs') },
      Timeout: 30,
    });
  });

  it('receives deferred events in batches of ten, two at once, and reports the failed ones', () => {
    const [mapping = expect.fail('expected a mapping'), ...more] = Object.values(
      templateOf({ announcements: 'false' }).findResources('AWS::Lambda::EventSourceMapping'),
    );
    const { EventSourceArn, FunctionName, ...options } = mapping.Properties;
    expect(more).toEqual([]);
    expect([constructNameOf(EventSourceArn['Fn::GetAtt'][0]), constructNameOf(FunctionName.Ref)]).toEqual([
      'DeferredQueue',
      'ReplayerFunction',
    ]);
    expect(options).toEqual({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('gets its permissions before the mapping: Lambda rejects a mapping without them', () => {
    const { DependsOn = [] } = resourcesOf(templateOf(), 'AWS::Lambda::Function').ReplayerFunction ?? {};
    expect(DependsOn.map(constructNameOf)).toContain('ReplayerRoleDefaultPolicy');
  });
});
