import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { STATUS_INDEX } from '../../../lambda/table/row-keys.ts';
import { grantsOf } from '../grants.ts';
import { constructNameOf, referenceTo, resourcesOf } from '../logical-ids.ts';
import { allSettings, templateOf } from '../synthesis.ts';

const parameter = (stackName: string) =>
  `arn:{"Ref":"AWS::Partition"}:ssm:{"Ref":"AWS::Region"}:{"Ref":"AWS::AccountId"}:parameter/${stackName}/servers`;

const grants = [
  'dynamodb:BatchGetItem on Streams',
  'dynamodb:GetItem on Streams',
  'dynamodb:PutItem on Streams',
  'dynamodb:Query on Streams',
  `dynamodb:Query on Streams/index/${STATUS_INDEX}`,
  'dynamodb:UpdateItem on Streams',
  'logs:CreateLogStream on SweeperLogs',
  'logs:PutLogEvents on SweeperLogs',
  'sqs:GetQueueAttributes on DeferredQueue',
  `ssm:GetParametersByPath on ${parameter('AntMediaWebhooks')}`,
];

/** Returns the only resource of a type without announcements, which have a rule too. */
function onlyResource(type: string, settings = {}) {
  const [resource = expect.fail(`expected a resource ${type}`), ...more] = Object.values(
    templateOf({ ...settings, announcements: 'false' }).findResources(type),
  );
  expect(more).toEqual([]);
  return resource.Properties;
}

describe('createSweeperFunction', () => {
  it('grants reading and writing streams, counting deferred events, reading its own servers and writing its own log only', () => {
    expect(grantsOf(templateOf(), 'Sweeper')).toEqual(grants);
  });

  it('reads the servers of its own stack', () => {
    expect(grantsOf(templateOf({ stackName: 'Second' }), 'Sweeper')).toContain(
      `ssm:GetParametersByPath on ${parameter('Second')}`,
    );
  });

  it('may invoke the asker, and no version of it, when there is one', () => {
    const { vpcSubnets, vpcSecurityGroups } = allSettings;
    expect(grantsOf(templateOf({ vpcSubnets, vpcSecurityGroups }), 'Sweeper')).toEqual(
      [...grants, 'lambda:InvokeFunction on AskerFunction'].sort(),
    );
  });

  const variables = {
    STREAMS_TABLE: referenceTo('Streams'),
    HISTORY_DAYS: '62',
    KEEP_HEARTBEATS: 'false',
    HEALTH_HISTORY: 'true',
    BY_DAY: 'true',
    DEFERRED_QUEUE_URL: referenceTo('DeferredQueue'),
    SERVERS_PATH: '/AntMediaWebhooks/servers',
    PRESUME_ENDED_MINUTES: '5',
    SWEEP_MINUTES: '1',
  };
  const { vpcSubnets, vpcSecurityGroups } = allSettings;
  it.each([
    { settings: {}, expected: variables },
    {
      settings: { historyDays: '7', keepHeartbeats: 'true', healthHistory: 'false', byDay: 'false' },
      expected: { ...variables, HISTORY_DAYS: '7', KEEP_HEARTBEATS: 'true', HEALTH_HISTORY: 'false', BY_DAY: 'false' },
    },
    {
      settings: { sweepMinutes: '5', presumeEndedMinutes: '0' },
      expected: { ...variables, SWEEP_MINUTES: '5', PRESUME_ENDED_MINUTES: '0' },
    },
    {
      settings: { vpcSubnets, vpcSecurityGroups },
      expected: { ...variables, ASKER_FUNCTION: referenceTo('AskerFunction') },
    },
  ])('sets table, queue and settings as environment, and a timeout of 60 s: $settings', ({ settings, expected }) => {
    templateOf(settings).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectEquals(expected) },
      LoggingConfig: { LogGroup: referenceTo('SweeperLogs') },
      Timeout: 60,
    });
  });

  it.each([
    { sweepMinutes: '1', rate: 'rate(1 minute)' },
    { sweepMinutes: '5', rate: 'rate(5 minutes)' },
    { sweepMinutes: '60', rate: 'rate(1 hour)' },
  ])('runs every $sweepMinutes minutes, and is not tried again', ({ sweepMinutes, rate }) => {
    const { ScheduleExpression, State, Targets } = onlyResource('AWS::Events::Rule', { sweepMinutes });
    expect([ScheduleExpression, State]).toEqual([rate, 'ENABLED']);
    const [{ Arn, RetryPolicy, ...options }, ...more] = Targets;
    expect(constructNameOf(Arn['Fn::GetAtt'][0])).toBe('SweeperFunction');
    expect(RetryPolicy).toEqual({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
    expect([Object.keys(options), more]).toEqual([['Id'], []]);
    expect(onlyResource('AWS::Lambda::EventInvokeConfig', { sweepMinutes })).toMatchObject({
      FunctionName: { Ref: expect.stringMatching(/^SweeperFunction/) },
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  it('may be invoked by its own rule only, besides those whom IAM allows to', () => {
    const permissions = Object.values(resourcesOf(templateOf(), 'AWS::Lambda::Permission')).filter(({ Properties }) =>
      JSON.stringify(Properties.FunctionName).includes('SweeperFunction'),
    );
    expect(permissions.map(({ Properties: { Principal, SourceArn } }) => [Principal, SourceArn])).toEqual([
      ['events.amazonaws.com', { 'Fn::GetAtt': [expect.stringMatching(/^SweeperSchedule/), 'Arn'] }],
    ]);
  });

  it('creates nothing with sweepMinutes 0', () => {
    const template = templateOf({ ...allSettings, sweepMinutes: '0', announcements: 'false' });
    for (const type of ['AWS::Events::Rule', 'AWS::Lambda::EventInvokeConfig']) template.resourceCountIs(type, 0);
    expect(Object.keys(template.toJSON().Resources).filter((id) => /sweep|asker/i.test(id))).toEqual([]);
  });
});
