import { stateKey } from '../table/keys.ts';
import { readStateItem } from '../table/state-item.ts';
import { listEvents } from './events.ts';
import { healthHistoryJson, readSamples } from './health-history.ts';
import { listRecordings } from './recordings.ts';
import type { OneStream } from './rows.ts';
import { readLifecycle, sessionsJson } from './sessions.ts';
import { streamJson } from './stream-json.ts';
import { listTracks } from './tracks.ts';

const LATEST_EVENTS = 50;

/** A stream with all that is told of it, or undefined when it was never heard of. */
export async function describeStream(stream: OneStream) {
  const { table, app, id, now } = stream;
  const [item, lifecycle, recordings, tracks, samples, { events }] = await Promise.all([
    table.get(stateKey(app, id), true),
    readLifecycle(stream),
    listRecordings(stream),
    listTracks(stream),
    readSamples(stream),
    listEvents(stream, LATEST_EVENTS),
  ]);
  if (item === undefined) return undefined;
  const stored = readStateItem(item);
  const sessions = sessionsJson(lifecycle, stored.state, now);
  const healthHistory = healthHistoryJson(samples, stored.state.registers.health?.at ?? 0);
  return { ...streamJson(app, id, stored, now), recordings, sessions, tracks, healthHistory, events };
}
