import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { ServerCheck } from './asking/check-server.ts';
import { mediaServersFromEnv } from './asking/deployed-media-servers.ts';
import type { StopReport } from './asking/stop-streams.ts';
import { countDeferred } from './deferred/count-deferred.ts';
import { retentionFromEnv, writeLogLine } from './function-env.ts';
import { requiredEnv } from './required-env.ts';
import { type SweepDeps, sweep } from './sweeping/sweep.ts';
import type { SweepReport } from './sweeping/sweep-report.ts';
import { Table } from './table/table.ts';

/** In ms; long enough for a slow table, since no sender is waiting. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
const MINUTE_MS = 60_000;

const sqs = new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
const mediaServers = mediaServersFromEnv();
const deps: SweepDeps = {
  streams: new Table(new DynamoDBClient({ requestHandler }), requiredEnv('STREAMS_TABLE')),
  ...retentionFromEnv(),
  policy: {
    presumeEndedMs: Number(requiredEnv('PRESUME_ENDED_MINUTES')) * MINUTE_MS,
    sweepMs: Number(requiredEnv('SWEEP_MINUTES')) * MINUTE_MS,
  },
  countDeferred: () => countDeferred(sqs, requiredEnv('DEFERRED_QUEUE_URL')),
  mediaServers,
};

/** A question of `npm run servers -- check` or of `npm run keys -- revoke --stop`, or the event of the rule, which has no such field. */
interface SweeperEvent {
  readonly check?: string;
  readonly stop?: { readonly app: string; readonly ids: readonly string[] };
}

/**
 * The sweeper's Lambda: a rule invokes it every SWEEP_MINUTES. It fails when something could not be done, and the next sweep
 * tries again. With `check` it only asks the media server of an app, and returns what it heard; with `stop` it asks it to stop streams.
 */
export async function handler({ check, stop }: SweeperEvent): Promise<SweepReport | ServerCheck | StopReport> {
  if (check !== undefined) return mediaServers.check(check);
  if (stop !== undefined) return mediaServers.stop(stop.app, stop.ids);
  const report = await sweep(deps, Date.now());
  writeLogLine({ sweep: report });
  if (report.errors[0] !== undefined) throw new Error(report.errors[0]);
  return report;
}
