import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { type BatchReplayDeps, replayBatch } from './deferred/replay-batch.ts';
import { retentionFromEnv, writeLogLine } from './function-env.ts';
import { requiredEnv } from './required-env.ts';
import { Recorder } from './table/recorder.ts';
import { Table } from './table/table.ts';
import { TokenCache } from './tokens/token-cache.ts';

/** In ms; long enough for a slow table, since no sender is waiting. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
const client = new DynamoDBClient({ requestHandler });
const sqs = new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
const queue = requiredEnv('DEFERRED_QUEUE_URL');
const deps: BatchReplayDeps = {
  streams: new Table(client, requiredEnv('STREAMS_TABLE')),
  tokens: new Table(client, requiredEnv('TOKENS_TABLE')),
  recorder: new Recorder(retentionFromEnv()),
  tokenCache: new TokenCache(3_000),
  postpone: (ReceiptHandle, VisibilityTimeout) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queue, ReceiptHandle, VisibilityTimeout })),
  log: writeLogLine,
};

/** The replayer's Lambda: SQS invokes it with deferred events. */
export const handler = (event: SQSEvent) => replayBatch(event, deps);
