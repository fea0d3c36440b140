import { fileURLToPath } from 'node:url';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Stores each recording that is ready: a rule on the receiver's bus, a function, and a table of its own. */
export class RecordingsStack extends Stack {
  constructor(scope: Construct, id: string, eventBusName: string) {
    super(scope, id, { description: 'Stores the recordings of Ant Media Server as they get ready' });
    const table = new TableV2(this, 'Recordings', {
      partitionKey: { name: 'stream', type: AttributeType.STRING },
      sortKey: { name: 'recording', type: AttributeType.STRING },
    });
    const failed = new Queue(this, 'Failed', { retentionPeriod: Duration.days(14), enforceSSL: true });
    const saver = new NodejsFunction(this, 'Saver', {
      entry: fileURLToPath(new URL('save-recording.ts', import.meta.url)),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      bundling: { bundleAwsSDK: true, minify: true },
      environment: { RECORDINGS_TABLE: table.tableName },
      deadLetterQueue: failed, // what it failed to save three times
    });
    table.grant(saver, 'dynamodb:PutItem');
    new Rule(this, 'RecordingReady', {
      eventBus: EventBus.fromEventBusName(this, 'Announcements', eventBusName),
      eventPattern: { source: ['ant-media-webhooks'], detailType: ['Recording Ready'], detail: { version: [1] } },
      targets: [new LambdaFunction(saver, { deadLetterQueue: failed })], // what did not reach the function for 24 h
    });
    new CfnOutput(this, 'RecordingsTableName', { value: table.tableName });
    new CfnOutput(this, 'FailedQueueUrl', { value: failed.queueUrl });
  }
}
