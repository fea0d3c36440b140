import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings/settings.ts';

/**
 * The topic of the alarms. Not encrypted at rest: CloudWatch cannot use the AWS managed key of SNS, and a customer
 * managed key would cost more than everything else here. An alarm contains numbers and names, never the content of a hook.
 */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { alarmEmail }: Pick<Settings, 'alarmEmail'>) {
    super(scope, id, { displayName: `Alarms of ${Stack.of(scope).stackName}`, enforceSSL: true });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish', // SNS's default policy allows alarms, and enforceSSL replaces it
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (alarmEmail !== '') this.addSubscription(new EmailSubscription(alarmEmail));
  }
}
