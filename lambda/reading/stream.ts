import { stateKey } from '../table/keys.ts';
import { readStateItem } from '../table/state-item.ts';
import { listEvents } from './events.ts';
import { listHealth } from './health-history.ts';
import { listRecordings } from './recordings.ts';
import type { OneStream } from './rows.ts';
import { readLifecycle, sessionsJson } from './sessions.ts';
import { streamJson } from './stream-json.ts';
import { listTracks } from './tracks.ts';

const LATEST_EVENTS = 50;

/** A stream with all that is told of it, or undefined when it was never heard of. */
export async function describeStream(stream: OneStream) {
  const { table, app, id, now } = stream;
  const [item, lifecycle, recordings, tracks, healthHistory, { events }] = await Promise.all([
    table.get(stateKey(app, id), true),
    readLifecycle(stream),
    listRecordings(stream),
    listTracks(stream),
    listHealth(stream),
    listEvents(stream, LATEST_EVENTS),
  ]);
  if (item === undefined) return undefined;
  const { state } = readStateItem(item);
  const sessions = sessionsJson(lifecycle, state.session, now);
  return { ...streamJson(app, id, state, now), recordings, sessions, tracks, healthHistory, events };
}
