import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type HookLogFields, logFieldsOf } from '../hook/log-fields.ts';
import { parseDeferred } from './deferred-event.ts';
import { type ReplayDeps, type ReplayResult, replayEvent } from './replay-event.ts';

/** How long an event waits when it failed for the first time, in seconds; each further time twice as long. */
const MIN_DELAY_S = 5;
/** No event waits longer than this between two tries, in seconds. */
const MAX_DELAY_S = 900;

/** What the replay of a queue works with. */
export interface BatchReplayDeps extends ReplayDeps {
  /** Lets a message of the queue wait for so many seconds before it is received again. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<unknown>;
  /** Takes one line a try. */
  readonly log: (line: ReplayLogLine) => void;
}

/** What is told of an event that waited. */
export interface ReplayLogLine extends HookLogFields {
  /** How often it was tried, this time included. */
  readonly tries: number;
  readonly app?: string;
  readonly outcome?: ReplayResult['outcome'];
  /** How long ago it was received, in ms. */
  readonly waitedMs?: number;
  /** Why it waits longer. */
  readonly error?: string;
}

/** Replays a batch of the queue: what fails stays in it, and waits longer each time. */
export async function replayBatch({ Records }: SQSEvent, replaying: BatchReplayDeps): Promise<SQSBatchResponse> {
  const failed = await Promise.all(
    Records.map(async (record) => ((await replayRecord(record, replaying)) ? [] : [record])),
  );
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function replayRecord(record: SQSRecord, replaying: BatchReplayDeps): Promise<boolean> {
  const tries = Number(record.attributes.ApproximateReceiveCount);
  try {
    const { hook, outcome } = await replayEvent(parseDeferred(record.body), replaying);
    const waitedMs = Date.now() - hook.receivedAt;
    replaying.log({ app: hook.app, outcome, ...logFieldsOf(hook), waitedMs, tries });
    return true;
  } catch (error) {
    replaying.log({ tries, error: String(error) });
    await replaying.postpone(record.receiptHandle, backoffSeconds(tries)).catch(() => {}); // then the queue's own time holds
    return false;
  }
}

/** In seconds. */
function backoffSeconds(tries: number): number {
  return Math.min(MIN_DELAY_S * 2 ** (tries - 1), MAX_DELAY_S);
}
