import { describe, expect, it } from 'vitest';
import { constructNameOf, resourcesOf } from '../logical-ids.ts';
import { allSettings, templateOf } from '../synthesis.ts';

describe('AlarmTopic', () => {
  it.each(['AlarmTopic', 'StreamAlarmTopic'])(
    'lets only alarms of this account publish, and only with TLS: %s',
    (name) => {
      const policy = resourcesOf(templateOf(), 'AWS::SNS::TopicPolicy')[`${name}Policy`];
      const topic = { Ref: expect.stringMatching(new RegExp(`^${name}[0-9A-F]{8}$`)) };
      expect(policy?.Properties.Topics).toEqual([topic]);
      expect(policy?.Properties.PolicyDocument.Statement).toEqual([
        {
          Sid: 'AllowPublishThroughSSLOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sns:Publish',
          Resource: topic,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Sid: 'AlarmsPublish',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: topic,
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ]);
    },
  );

  it('uses no encryption key, because alarms could not use it', () => {
    const topics = Object.values(resourcesOf(templateOf(allSettings), 'AWS::SNS::Topic'));
    expect(topics.map(({ Properties }) => Properties)).toEqual([
      { DisplayName: 'Alarms of AntMediaWebhooks' },
      { DisplayName: 'Streams of AntMediaWebhooks' },
    ]);
    expect(JSON.stringify(templateOf(allSettings))).not.toContain('KmsMasterKeyId');
  });

  it('has no subscription by default', () => {
    templateOf().resourceCountIs('AWS::SNS::Subscription', 0);
  });

  it.each([
    { setting: 'alarmEmail', topic: 'AlarmTopic' },
    { setting: 'streamAlarmEmail', topic: 'StreamAlarmTopic' },
  ])('subscribes the address in $setting', ({ setting, topic }) => {
    const subscriptions = Object.values(
      templateOf({ [setting]: 'video@example.com' }).findResources('AWS::SNS::Subscription'),
    ).map(({ Properties: { TopicArn, ...rest } }) => [constructNameOf(TopicArn.Ref), rest]);
    expect(subscriptions).toEqual([[topic, { Protocol: 'email', Endpoint: 'video@example.com' }]]);
  });
});
