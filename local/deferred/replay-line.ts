import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { type DeferredEvent, parseDeferred } from '../../lambda/deferred/deferred-event.ts';
import { type ReplayDeps, type ReplayResult, replayEvent } from '../../lambda/deferred/replay-event.ts';
import { raceAbort } from '../../lambda/with-timeout.ts';

/** What became of a line: applied, no event at all, one that fails by itself, or one that the table did not answer for. */
export type LineResult = 'done' | 'unreadable' | 'failed' | 'unanswered';

/** What a line is tried with. */
export interface ReplayLineDeps extends ReplayDeps {
  /** Takes the event when it waits no longer. */
  readonly onReplayed: (replayed: ReplayResult) => void;
  /** Takes why it waits on. */
  readonly onError: (error: unknown) => void;
}

/** Tries a line of what waits, until it is told to give up. */
export async function replayLine(line: string, deps: ReplayLineDeps, signal: AbortSignal): Promise<LineResult> {
  const deferred = parseLine(line);
  if (deferred === undefined) return 'unreadable';
  try {
    deps.onReplayed(await raceAbort(signal, replayEvent(deferred, deps)));
    return 'done';
  } catch (error) {
    deps.onError(error);
    return isEventError(error) ? 'failed' : 'unanswered';
  }
}

function parseLine(line: string): DeferredEvent | undefined {
  try {
    return parseDeferred(line);
  } catch {
    return undefined;
  }
}

/** Whether an error is the event's own: the table refused it, or it broke this program. All others may pass: a network, a disk, a time that is up. */
function isEventError(error: unknown): boolean {
  if (error instanceof DynamoDBServiceException) return error.$fault === 'client';
  return error instanceof TypeError || error instanceof RangeError;
}
