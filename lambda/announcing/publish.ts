import type { PutEventsRequestEntry, PutEventsResponse, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { Announcement } from './announcement.ts';
import { toBatches } from './batches.ts';
import { isBadEntry, isBadRequest } from './publish-errors.ts';

export interface PublishDeps {
  /** Sends one request. */
  readonly putEvents: (entries: PutEventsRequestEntry[]) => Promise<PutEventsResponse>;
  /** The name of the bus. */
  readonly bus: string;
  /** Receives an announcement that EventBridge can never take, with the name of the reason. */
  readonly onSkipped: (announcement: Announcement, reason: string) => void;
  /** Waits so many ms. Returns whether there is time for another try then. */
  readonly wait: (ms: number) => Promise<boolean>;
}

/** An announcement that was refused, and may be taken the next time. */
interface Refused {
  readonly announcement: Announcement;
  readonly code: string;
}

/** In ms. The first wait before refused entries are sent again; it doubles up to the last. */
const [FIRST_WAIT_MS, MAX_WAIT_MS] = [100, 5_000];

/**
 * Puts announcements on the bus in order, batch after batch: what is refused is sent again before the next batch. Throws when
 * that cannot succeed now; the same announcements can be published again under the same ids.
 */
export async function publish(announcements: readonly Announcement[], deps: PublishDeps): Promise<void> {
  for (const batch of toBatches(announcements)) {
    let refused = await publishOnce(batch, deps);
    for (let ms = FIRST_WAIT_MS; refused.length > 0; ms = Math.min(2 * ms, MAX_WAIT_MS)) {
      if (!(await deps.wait(ms))) throw new Error(describeRefused(refused));
      refused = await publishOnce(
        refused.map(({ announcement }) => announcement),
        deps,
      );
    }
  }
}

/** Sends a batch, and returns what has to be sent again. A request that is refused whole is sent entry by entry. */
async function publishOnce(batch: readonly Announcement[], deps: PublishDeps): Promise<Refused[]> {
  try {
    const { Entries: results = [] } = await deps.putEvents(
      batch.map((announcement) => toEntry(announcement, deps.bus)),
    );
    if (results.length === batch.length)
      return batch.flatMap((announcement, index) => findRefused(announcement, results[index], deps));
  } catch (error) {
    if (!isBadRequest(error)) throw error;
    const [first, ...more] = batch;
    if (first !== undefined && more.length === 0) deps.onSkipped(first, error.name);
    return more.length === 0 ? [] : publishSingly(batch, deps);
  }
  throw new Error(
    'EventBridge: received an answer without a result for each entry, expected one: another server has answered.',
  );
}

async function publishSingly(batch: readonly Announcement[], deps: PublishDeps): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (const announcement of batch) refused.push(...(await publishOnce([announcement], deps)));
  return refused;
}

/** Returns an announcement that was refused, and may be taken the next time; one that never will be is skipped. */
function findRefused(
  announcement: Announcement,
  result: PutEventsResultEntry = {},
  { onSkipped }: PublishDeps,
): Refused[] {
  const { ErrorCode: code } = result;
  if (code === undefined) return [];
  if (!isBadEntry(result)) return [{ announcement, code }];
  onSkipped(announcement, code);
  return [];
}

function describeRefused(refused: readonly Refused[]): string {
  const codes = [...new Set(refused.map(({ code }) => code))].join(', ');
  return `EventBridge: received ${codes} for ${refused.length} entries until the time was over, expected it to take them. Lambda tries the same writes again.`;
}

const toEntry = (announcement: Announcement, EventBusName: string): PutEventsRequestEntry => ({
  EventBusName,
  Source: announcement.source,
  DetailType: announcement['detail-type'],
  Detail: JSON.stringify(announcement.detail),
  Time: new Date(announcement.time),
});
