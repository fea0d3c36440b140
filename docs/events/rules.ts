import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField, type IEventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { FirehoseDeliveryStream, LambdaFunction, SfnStateMachine, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import {
  AppendDelimiterToRecordProcessor,
  Compression,
  DeliveryStream,
  S3Bucket,
} from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

// The rules that docs/events.md shows, whole: a test compares both, and synthesises this.

/** The resources that rules need. */
export interface RuleProps {
  /** The bus of the announcements. */
  readonly eventBus: IEventBus;
  /** The queue of what a target did not take. */
  readonly undelivered: IQueue;
}

/** A stack of its own, beside that of the receiver; `eventBusName` is the receiver's output EventBusName. */
export class Consumers extends Stack {
  readonly rules: RuleProps;

  constructor(scope: Construct, id: string, eventBusName: string) {
    super(scope, id);
    const eventBus = EventBus.fromEventBusName(this, 'Announcements', eventBusName);
    const undelivered = new Queue(this, 'Undelivered', { retentionPeriod: Duration.days(14), enforceSSL: true });
    this.rules = { eventBus, undelivered };
  }
}

/** Every announcement of one app, to a queue. */
export function addQueue(scope: Construct, { eventBus, undelivered }: RuleProps): void {
  const queue = new Queue(scope, 'Live', { enforceSSL: true });
  new Rule(scope, 'LiveToQueue', {
    eventBus,
    eventPattern: { source: ['ant-media-webhooks'], detail: { app: ['LiveApp'] } },
    targets: [new SqsQueue(queue, { deadLetterQueue: undelivered })],
  });
}

/** Changes of streams, to a FIFO queue that drops copies. */
export function addFifoQueue(scope: Construct, { eventBus, undelivered }: RuleProps): void {
  const queue = new Queue(scope, 'InOrder', { fifo: true, contentBasedDeduplication: true, enforceSSL: true });
  new Rule(scope, 'ChangesToFifoQueue', {
    eventBus,
    eventPattern: {
      source: ['ant-media-webhooks'],
      detailType: ['Stream Started', 'Stream Ended', 'Stream Corrected'],
    },
    targets: [
      new SqsQueue(queue, {
        messageGroupId: 'streams',
        message: RuleTargetInput.fromObject({
          source: EventField.source,
          'detail-type': EventField.detailType,
          time: EventField.time,
          detail: EventField.fromPath('$.detail'),
        }),
        deadLetterQueue: undelivered,
      }),
    ],
  });
}

/** Ends, to a function that bills them. */
export function addFunction(scope: Construct, bill: IFunction, { eventBus, undelivered }: RuleProps): void {
  new Rule(scope, 'EndsToFunction', {
    eventBus,
    eventPattern: {
      source: ['ant-media-webhooks'],
      detailType: ['Stream Ended', 'Stream Corrected'],
      detail: { version: [1] },
    },
    targets: [new LambdaFunction(bill, { deadLetterQueue: undelivered })],
  });
}

/** Streams that are missing, to a state machine: its input is the detail. */
export function addStateMachine(scope: Construct, escalate: IStateMachine, { eventBus, undelivered }: RuleProps): void {
  new Rule(scope, 'MissingToStateMachine', {
    eventBus,
    eventPattern: { source: ['ant-media-webhooks'], detailType: ['Stream Missing'] },
    targets: [
      new SfnStateMachine(escalate, { input: RuleTargetInput.fromEventPath('$.detail'), deadLetterQueue: undelivered }),
    ],
  });
}

/** Everything, to files in S3: one line an announcement. */
export function addArchive(scope: Construct, bucket: IBucket, { eventBus }: RuleProps): void {
  const archive = new DeliveryStream(scope, 'Archive', {
    destination: new S3Bucket(bucket, {
      dataOutputPrefix: 'announcements/!{timestamp:yyyy/MM/dd}/',
      errorOutputPrefix: 'errors/!{firehose:error-output-type}/',
      compression: Compression.GZIP,
      processors: [new AppendDelimiterToRecordProcessor()],
    }),
  });
  new Rule(scope, 'EverythingToS3', {
    eventBus,
    eventPattern: { source: ['ant-media-webhooks'] },
    targets: [new FirehoseDeliveryStream(archive)],
  });
}
