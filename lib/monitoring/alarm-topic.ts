import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

export interface AlarmTopicProps {
  /** The first words of the topic's display name, before the stack's name. */
  readonly subject: 'Alarms' | 'Streams';
  /** The address that is subscribed; '' for none. */
  readonly email: string;
}

/**
 * A topic of alarms. Not encrypted at rest: CloudWatch cannot use the AWS managed key of SNS, and a customer
 * managed key would cost more than everything else here. An alarm contains numbers and names, never the content of a hook.
 */
export class AlarmTopic extends Topic {
  constructor(scope: Construct, id: string, { subject, email }: AlarmTopicProps) {
    super(scope, id, { displayName: `${subject} of ${Stack.of(scope).stackName}`, enforceSSL: true });
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish', // SNS's default policy allows alarms, and enforceSSL replaces it
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (email !== '') this.addSubscription(new EmailSubscription(email));
  }
}
