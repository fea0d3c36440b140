import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/**
 * Where alarms are told. Not encrypted at rest: alarms cannot use the key that AWS keeps for SNS, and a key of one's own
 * costs more than all else here. They hold numbers and names, never what a hook said.
 */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { alarmEmail }: Pick<Settings, 'alarmEmail'>) {
    super(scope, id, { displayName: `Alarms of ${Stack.of(scope).stackName}`, enforceSSL: true });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish', // any policy replaces the one that SNS gives a topic, by which alarms may
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (alarmEmail !== '') this.addSubscription(new EmailSubscription(alarmEmail));
  }
}
