import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type HookLogFields, logFieldsOf } from '../hook/log-fields.ts';
import { parseDeferred } from './deferred-event.ts';
import { type ReplayDeps, type ReplayResult, replayEvent } from './replay-event.ts';

/** The backoff after the first failure, in seconds; it doubles with each further one. */
const MIN_DELAY_S = 5;
const MAX_DELAY_S = 900;

export interface BatchReplayDeps extends ReplayDeps {
  /** Hides a message of the queue for some seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<unknown>;
  /** Writes one line per try. */
  readonly log: (line: ReplayLogLine) => void;
}

/** The log line of one try to replay an event. */
export interface ReplayLogLine extends HookLogFields {
  /** The number of tries, including this one. */
  readonly tries: number;
  readonly app?: string;
  readonly outcome?: ReplayResult['outcome'];
  /** Time since the event was received, in ms. */
  readonly waitedMs?: number;
  /** The error that keeps it deferred. */
  readonly error?: string;
}

/** Replays a batch of the queue. Failed events stay in the queue, with exponential backoff. */
export async function replayBatch({ Records }: SQSEvent, deps: BatchReplayDeps): Promise<SQSBatchResponse> {
  const failed = await Promise.all(Records.map(async (record) => ((await replayRecord(record, deps)) ? [] : [record])));
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Resolves to whether the event may leave the queue. */
async function replayRecord(record: SQSRecord, deps: BatchReplayDeps): Promise<boolean> {
  const tries = Number(record.attributes.ApproximateReceiveCount);
  try {
    const { hook, outcome } = await replayEvent(parseDeferred(record.body), deps);
    const waitedMs = Date.now() - hook.receivedAt;
    deps.log({ app: hook.app, outcome, ...logFieldsOf(hook), waitedMs, tries });
    return true;
  } catch (error) {
    deps.log({ tries, error: String(error) });
    await deps.postpone(record.receiptHandle, backoffSeconds(tries)).catch(() => {}); // the queue's own timeout applies
    return false;
  }
}

function backoffSeconds(tries: number): number {
  return Math.min(MIN_DELAY_S * 2 ** (tries - 1), MAX_DELAY_S);
}
