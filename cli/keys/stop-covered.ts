import { MAX_STOPS, type StopReport, type StopResult } from '../../lambda/asking/stop-streams.ts';
import { isRoom, readLiveStreams } from '../../lambda/sweeping/live-streams.ts';
import { Table } from '../../lambda/table/table.ts';
import { coversStream, type StreamKey } from '../../lambda/tokens/stream-key.ts';
import type { ReceiverConnection } from '../connection/receiver-connection.ts';
import { withServerStore } from '../servers/with-server-store.ts';
import { explainAwsError } from '../stack/aws-errors.ts';

/**
 * Asks the registered media server to stop every live stream that a key covers: nothing says which key one was published with, or
 * whether the server pulls it. The report has each of them, and why the server could not be asked. Throws only when it cannot be
 * read which streams are live.
 */
export async function stopCovered(
  key: StreamKey,
  { client, tables }: ReceiverConnection,
  stack: string | undefined,
): Promise<StopReport> {
  const live = await readLiveStreams(new Table(client, tables.streams), [key.app]);
  const ids = live.filter(({ id, stored }) => coversStream(key, id) && !isRoom(stored)).map(({ id }) => id);
  const { error, results } = await stopAll(key.app, ids, stack);
  const byId = new Map(results.map((result) => [result.id, result]));
  return { error, results: ids.map((id) => byId.get(id) ?? { id, stopped: false, text: 'not known to be stopped' }) };
}

/** Stops streams in groups; after a group that the server could not be asked about it asks about no further one. Never throws. */
async function stopAll(app: string, ids: readonly string[], stack: string | undefined): Promise<StopReport> {
  const results: StopResult[] = [];
  try {
    return await withServerStore(stack, async ({ stop }) => {
      for (let first = 0; first === 0 || first < ids.length; first += MAX_STOPS) {
        const report = await stop(app, ids.slice(first, first + MAX_STOPS)); // without ids it says whether there is a server
        results.push(...report.results);
        if (report.error !== null) return { error: report.error, results };
      }
      return { error: null, results };
    });
  } catch (error) {
    return { error: textOf(explainAwsError(error)), results };
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
