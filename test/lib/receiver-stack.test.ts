import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { constructNameOf, resourcesOf } from './logical-ids.ts';
import { allSettings, settingsExtremes, stackOf, templateOf } from './synthesis.ts';

/** Validates the stack with cdk-nag and CDK's built-in rules. Throws on errors and returns warnings. */
function findings(stack: Stack): unknown[] {
  const app = App.of(stack) ?? expect.fail('expected the stack to be in an app');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }));
  const { directory } = app.synth();
  return JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')).pluginReports;
}

/** Returns the construct that a value refers to first. */
const firstReference = (value: unknown) =>
  constructNameOf(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(JSON.stringify(value))?.[1] ?? '');

/** The stream of a table's writes, in its properties. */
const STREAM = ',"StreamSpecification":{"StreamViewType":"NEW_AND_OLD_IMAGES"}';

/** Whether a resource stores data: a table, queue, bucket or log. */
const holdsData = (resource: unknown) =>
  /"Type":"AWS::(DynamoDB|SQS::Queue"|S3|Logs::LogGroup)/.test(JSON.stringify(resource));

describe('ReceiverStack', () => {
  it.each(settingsExtremes)('leaves no finding of AwsSolutions unacknowledged: $what', ({ settings }) => {
    expect(findings(stackOf(settings))).toEqual([]);
  });

  it('fails on any new finding of AwsSolutions', () => {
    const stack = stackOf({}, { builtinCloudFormationValidation: false });
    new Topic(stack, 'WithoutEncryption');
    expect(() => findings(stack)).toThrow(/AwsSolutions-SNS3/);
  });

  const always = [
    ['ApiUrl', 'Api'],
    ['StreamsTableName', 'Streams'],
    ['TokensTableName', 'Tokens'],
    ['DeferredQueueUrl', 'DeferredQueue'],
    ['DeadLetterQueueUrl', 'DeferredDeadLetters'],
    ['ReceiverFunctionName', 'ReceiverFunction'],
    ['AlarmTopicArn', 'AlarmTopic'],
    ['DashboardName', 'Dashboard'],
    ['ReceiverLogGroupName', 'ReceiverLogs'],
    ['ReplayerLogGroupName', 'ReplayerLogs'],
    ['ReaderLogGroupName', 'ReaderLogs'],
    ['AccessLogGroupName', 'ApiAccessLogs'],
    ['AuthoriserFunctionName', 'AuthoriserFunction'],
    ['AuthoriserLogGroupName', 'AuthoriserLogs'],
  ];
  const ofSweeper = [
    ['SweeperFunctionName', 'SweeperFunction'],
    ['SweeperLogGroupName', 'SweeperLogs'],
    ['StreamAlarmTopicArn', 'StreamAlarmTopic'],
  ];
  const ofAnnouncer = [
    ['EventBusName', 'Announcements'],
    ['AnnouncerFunctionName', 'AnnouncerFunction'],
    ['AnnouncerLogGroupName', 'AnnouncerLogs'],
    ['NotificationsTableName', 'Notifications'],
    ['NotifyQueueUrl', 'NotifyQueue'],
    ['NotifierFunctionName', 'NotifierFunction'],
    ['NotifierLogGroupName', 'NotifierLogs'],
  ];
  it.each([
    { what: 'the defaults', settings: {}, expected: [...always, ...ofSweeper, ...ofAnnouncer] },
    { what: 'no sweeper', settings: { sweepMinutes: '0' }, expected: [...always, ...ofAnnouncer] },
    { what: 'no announcements', settings: { announcements: 'false' }, expected: [...always, ...ofSweeper] },
    {
      what: 'every setting',
      settings: allSettings,
      expected: [['ApiUrl', 'Domain'], ...always.slice(1), ...ofSweeper, ...ofAnnouncer, ['DomainTarget', 'Domain']],
    },
  ])('names its resources in outputs: $what', ({ settings, expected }) => {
    const outputs = Object.entries(templateOf(settings).findOutputs('*'));
    expect(outputs.map(([name, { Value }]) => [name, firstReference(Value)])).toEqual(expected);
    for (const [, { Description }] of outputs) expect(Description).toMatch(/\w/);
  });

  const functions = ['Receiver', 'Replayer', 'Reader', 'Authoriser'];
  it.each([
    { what: 'the defaults', settings: {}, names: [...functions, 'Sweeper', 'Announcer', 'Notifier'] },
    {
      what: 'every setting',
      settings: allSettings,
      names: [...functions, 'Asker', 'Sweeper', 'Announcer', 'Notifier'],
    },
    {
      what: 'no sweeper',
      settings: { ...allSettings, sweepMinutes: '0' },
      names: [...functions, 'Announcer', 'Notifier'],
    },
    { what: 'no announcements', settings: { announcements: 'false' }, names: [...functions, 'Sweeper'] },
  ])('has one role for each of its functions: $what', ({ settings, names }) => {
    const template = templateOf(settings);
    const namesWith = (part: string) => names.map((name) => `${name}${part}`);
    expect(Object.keys(resourcesOf(template, 'AWS::Lambda::Function'))).toEqual(namesWith('Function'));
    expect(Object.keys(resourcesOf(template, 'AWS::IAM::Role'))).toEqual(namesWith('Role'));
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });

  it('stores each log for logDays', () => {
    const logs = resourcesOf(templateOf({ logDays: '90' }), 'AWS::Logs::LogGroup');
    const functions = ['Receiver', 'Replayer', 'Reader', 'Authoriser', 'Sweeper', 'Announcer'];
    const names = [...functions.map((name) => `${name}Logs`), 'ApiAccessLogs', 'NotifierLogs'];
    expect(Object.keys(logs)).toEqual(names);
    for (const { Properties } of Object.values(logs)) expect(Properties.RetentionInDays).toBe(90);
  });

  it.each(settingsExtremes)(
    'retains all data but notifications when it is deleted or replaces a resource: $what',
    ({ settings }) => {
      const isWaiting = (id: string) => ['Notifications', 'NotifyQueue'].includes(constructNameOf(id));
      const all = Object.entries(templateOf(settings).toJSON().Resources).filter(([, resource]) => holdsData(resource));
      for (const [, resource] of all.filter(([id]) => isWaiting(id)))
        expect(resource).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
      const stores = all.filter(([id]) => !isWaiting(id));
      expect(stores.map(([id]) => constructNameOf(id)).sort()).toEqual(
        [...('vpcSubnets' in settings ? ['AskerLogs'] : []), 'AnnouncerLogs', 'ApiAccessLogs', 'AuthoriserLogs', 'DeferredDeadLetters', 'DeferredQueue', 'NotifierLogs', 'ReaderLogs', 'ReceiverLogs', 'ReplayerLogs', 'Streams', 'SweeperLogs', 'Tokens'].sort(), // biome-ignore format: a list
      );
      for (const [, resource] of stores) {
        expect(resource).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      }
    },
  );

  it('retains nothing with removalPolicy destroy', () => {
    const { Resources } = templateOf({ removalPolicy: 'destroy' }).toJSON();
    expect(JSON.stringify(Resources)).not.toContain('"Retain"');
  });

  it.each(settingsExtremes)(
    'never changes the ids of tables and queues (a new one is empty) and of the API (a new one has another URL): $what',
    ({ settings }) => {
      const { Resources } = templateOf(settings).toJSON();
      expect(Object.keys(Resources)).toEqual(
        expect.arrayContaining([
          'Streams72478C78',
          'Tokens1180AAEA',
          'DeferredQueueFBE6FAE6',
          'DeferredDeadLettersA64E0905',
          'ApiF70053CD',
          'ApiStage4697DF29',
          'ApiDefaultRoute1D83B0D8',
          'ApiPOSThooksapptoken862B941D',
        ]),
      );
    },
  );

  it.each([
    {
      what: 'the sweeper',
      off: { sweepMinutes: '0' },
      added: /^(Sweep|StreamAlarmTopic|Alarms(Streams(Missing|PresumedEnded)|Sweeper))/,
      trace: /sweep/i,
    },
    {
      what: 'announcements',
      off: { announcements: 'false' },
      added: /^(Announce|AlarmsAnnounce|Notif|AlarmsNotif)/,
      trace: /announce|notif(y|ier|ications)/i,
    },
  ])('only adds resources with $what, and changes none but the dashboard', ({ off, added, trace }) => {
    const resources = (settings = {}): Record<string, unknown> => {
      const json = JSON.stringify(templateOf(settings).toJSON().Resources).replace(STREAM, '');
      return JSON.parse(json.replace(/"S3Key":"\w+/g, '"S3Key":"')); // without bundling, each synthesis has another
    };
    const [without, Resources] = [resources(off), resources()];
    const isDashboard = (id: string) => constructNameOf(id) === 'Dashboard';
    for (const [id, resource] of Object.entries(without).filter(([id]) => !isDashboard(id)))
      expect([id, Resources[id]]).toEqual([id, resource]);
    for (const id of Object.keys(Resources).filter((id) => !Object.hasOwn(without, id))) expect(id).toMatch(added);
    expect(JSON.stringify(without)).not.toMatch(trace);
  });

  it('passes the tags of the settings to CloudFormation, and has none by default', () => {
    expect(stackOf().tags.tagValues()).toEqual({});
    expect(stackOf({ tags: 'team=video,stage=live' }).tags.tagValues()).toEqual({ team: 'video', stage: 'live' });
  });

  it('fits every region unless its tables have replicas', () => {
    expect(stackOf().environment).toBe('aws://unknown-account/unknown-region');
    expect(stackOf({ replicaRegions: 'us-east-1' }).environment).toBe('aws://unknown-account/eu-west-1');
  });

  it('has the name of the settings', () => {
    expect(stackOf({ stackName: 'Second' }).stackName).toBe('Second');
  });
});
