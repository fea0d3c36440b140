import { stateKey } from '../table/keys.ts';
import { readStateItem } from '../table/state-item.ts';
import { AnswerBudget } from './answer-budget.ts';
import { listEvents, readEvents } from './events.ts';
import { healthHistoryJson, readSamples } from './health-history.ts';
import { listRecordings } from './recordings.ts';
import type { OneStream } from './rows-until.ts';
import { readLifecycle, sessionsJson } from './sessions.ts';
import { streamJson } from './stream-json.ts';
import { listTracks } from './tracks.ts';

const LATEST_EVENTS = 50;

/** A stream with all that is told of it, as far as it fits an answer, or undefined when it was never heard of. */
export async function describeStream(stream: OneStream) {
  const { table, app, id, now } = stream;
  const [item, lifecycle, recordingRows, trackRows, samples, eventRows] = await Promise.all([
    table.get(stateKey(app, id), true),
    readLifecycle(stream),
    listRecordings(stream),
    listTracks(stream),
    readSamples(stream),
    readEvents(stream, LATEST_EVENTS),
  ]);
  if (item === undefined) return undefined;
  const stored = readStateItem(item);
  const budget = new AnswerBudget();
  const json = streamJson(app, id, stored, now);
  budget.take(json);
  const sessions = budget.takeWhileFits(sessionsJson(lifecycle, stored.state, now));
  const tracks = budget.takeWhileFits(trackRows);
  const latestAt = stored.state.registers.health?.at ?? 0;
  const healthHistory = budget.takeWhileFits(healthHistoryJson(samples, latestAt));
  const recordings = budget.takeWhileFits(recordingRows, budget.left / 2); // else they might leave no room for events
  const { events } = await listEvents(eventRows, now, budget);
  return { ...json, recordings, sessions, tracks, healthHistory, events };
}
