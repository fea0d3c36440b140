import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { grantsOf } from '../grants.ts';
import { constructNameOf, referenceTo, resourcesOf } from '../logical-ids.ts';
import { templateOf } from '../synthesis.ts';

describe('ReplayerFunction', () => {
  it('may keep events, look up a token, take what waits, write its own log, and nothing else', () => {
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

  it('is told the tables, the queue and the settings, and ended after 30 s', () => {
    templateOf({ historyDays: '7', keepHeartbeats: 'true', healthHistory: 'false' }).hasResourceProperties(
      'AWS::Lambda::Function',
      {
        Environment: {
          Variables: Match.objectEquals({
            STREAMS_TABLE: referenceTo('Streams'),
            TOKENS_TABLE: referenceTo('Tokens'),
            HISTORY_DAYS: '7',
            KEEP_HEARTBEATS: 'true',
            HEALTH_HISTORY: 'false',
            DEFERRED_QUEUE_URL: referenceTo('DeferredQueue'),
          }),
        },
        LoggingConfig: { LogGroup: referenceTo('ReplayerLogs') },
        Timeout: 30,
      },
    );
  });

  it('is given what waits, ten at a time and twice at once, and tells which of them failed', () => {
    const [mapping = expect.fail('expected a mapping'), ...more] = Object.values(
      templateOf().findResources('AWS::Lambda::EventSourceMapping'),
    );
    const { EventSourceArn, FunctionName, ...how } = mapping.Properties;
    expect(more).toEqual([]);
    expect([constructNameOf(EventSourceArn['Fn::GetAtt'][0]), constructNameOf(FunctionName.Ref)]).toEqual([
      'DeferredQueue',
      'ReplayerFunction',
    ]);
    expect(how).toEqual({
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('has its privileges before it is given anything: Lambda refuses a mapping without them', () => {
    const { DependsOn = [] } = resourcesOf(templateOf(), 'AWS::Lambda::Function').ReplayerFunction ?? {};
    expect(DependsOn.map(constructNameOf)).toContain('ReplayerRoleDefaultPolicy');
  });
});
