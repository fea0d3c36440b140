import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { MediaServers } from './asking/media-servers.ts';
import { countDeferred } from './deferred/count-deferred.ts';
import { retentionFromEnv, writeLogLine } from './function-env.ts';
import { requiredEnv } from './required-env.ts';
import { type SweepDeps, sweep } from './sweeping/sweep.ts';
import { Recorder } from './table/recorder.ts';
import { Table } from './table/table.ts';

/** In ms; long enough for a slow table, since no sender is waiting. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
const MINUTE_MS = 60_000;

const sqs = new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
const noMediaServers: MediaServers = { registered: async () => new Set(), ask: async () => new Map() };
const deps: SweepDeps = {
  streams: new Table(new DynamoDBClient({ requestHandler }), requiredEnv('STREAMS_TABLE')),
  recorder: new Recorder(retentionFromEnv()),
  policy: {
    presumeEndedMs: Number(requiredEnv('PRESUME_ENDED_MINUTES')) * MINUTE_MS,
    sweepMs: Number(requiredEnv('SWEEP_MINUTES')) * MINUTE_MS,
  },
  countDeferred: () => countDeferred(sqs, requiredEnv('DEFERRED_QUEUE_URL')),
  mediaServers: noMediaServers,
};

/** The sweeper's Lambda: a rule invokes it every SWEEP_MINUTES. It fails when something could not be done, and the next one tries again. */
export async function handler(): Promise<void> {
  const report = await sweep(deps, Date.now());
  writeLogLine({ sweep: report });
  if (report.errors[0] !== undefined) throw new Error(report.errors[0]);
}
