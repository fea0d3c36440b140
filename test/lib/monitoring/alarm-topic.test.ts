import { describe, expect, it } from 'vitest';
import { constructNameOf } from '../logical-ids.ts';
import { allSettings, templateOf } from '../synthesis.ts';

describe('AlarmTopic', () => {
  it('lets only alarms of this account publish, and only with TLS', () => {
    const [policy] = Object.values(templateOf().findResources('AWS::SNS::TopicPolicy'));
    const topic = { Ref: expect.stringMatching(/^AlarmTopic[0-9A-F]{8}$/) };
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
  });

  it('uses no encryption key, because alarms could not use it', () => {
    templateOf(allSettings).allResourcesProperties('AWS::SNS::Topic', { DisplayName: 'Alarms of AntMediaWebhooks' });
    expect(JSON.stringify(templateOf(allSettings))).not.toContain('KmsMasterKeyId');
  });

  it('has no subscription by default', () => {
    templateOf().resourceCountIs('AWS::SNS::Subscription', 0);
  });

  it('subscribes the address in alarmEmail', () => {
    const subscriptions = Object.values(
      templateOf({ alarmEmail: 'video@example.com' }).findResources('AWS::SNS::Subscription'),
    ).map(({ Properties: { TopicArn, ...rest } }) => [constructNameOf(TopicArn.Ref), rest]);
    expect(subscriptions).toEqual([['AlarmTopic', { Protocol: 'email', Endpoint: 'video@example.com' }]]);
  });
});
