import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { type DeferredEvent, parseDeferred } from '../../lambda/deferred/deferred-event.ts';
import { type ReplayDeps, type ReplayResult, replayEvent } from '../../lambda/deferred/replay-event.ts';
import { raceAbort } from '../../lambda/with-timeout.ts';

/** `done` is applied; `unreadable` is not an event; `failed` was refused because of itself; `unanswered` may succeed later. */
type LineResult = 'done' | 'unreadable' | 'failed' | 'unanswered';

export interface ReplayLineDeps extends ReplayDeps {
  /** Receives each event that was replayed. */
  readonly onReplayed: (replayed: ReplayResult) => void;
  /** Receives why an event stays deferred. */
  readonly onError: (error: unknown) => void;
}

/** Replays one line of a deferred file, until the signal aborts. */
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

/** Whether the event itself causes an error: the table refused it, or the code threw on it. Others, such as a timeout, may pass. */
function isEventError(error: unknown): boolean {
  if (error instanceof DynamoDBServiceException) return error.$fault === 'client';
  return error instanceof TypeError || error instanceof RangeError;
}
