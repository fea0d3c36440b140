import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { type Deferred, readDeferred } from '../../lambda/deferred/deferred-event.ts';
import { type Replayed, type Replaying, replay } from '../../lambda/deferred/replay-event.ts';
import { until } from '../../lambda/with-timeout.ts';

/** What became of a line: applied, no event at all, one that fails by itself, or one that the table did not answer for. */
export type Fate = 'done' | 'unreadable' | 'failed' | 'unanswered';

/** What a line is tried with. */
export interface Trying extends Replaying {
  /** Takes the event when it waits no longer. */
  readonly done: (replayed: Replayed) => void;
  /** Takes why it waits on. */
  readonly failed: (error: unknown) => void;
}

/** Tries a line of what waits, until it is told to give up. */
export async function tryLine(line: string, trying: Trying, giveUp: AbortSignal): Promise<Fate> {
  const deferred = readable(line);
  if (deferred === undefined) return 'unreadable';
  try {
    trying.done(await until(giveUp, replay(deferred, trying)));
    return 'done';
  } catch (error) {
    trying.failed(error);
    return isOfTheEvent(error) ? 'failed' : 'unanswered';
  }
}

function readable(line: string): Deferred | undefined {
  try {
    return readDeferred(line);
  } catch {
    return undefined;
  }
}

/** Whether an error is the event's own: the table refused it, or it broke this program. All others may pass: a network, a disk, a time that is up. */
function isOfTheEvent(error: unknown): boolean {
  if (error instanceof DynamoDBServiceException) return error.$fault === 'client';
  return error instanceof TypeError || error instanceof RangeError;
}
