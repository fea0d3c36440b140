import { stateKey } from '../table/row-keys.ts';
import { readStateRow } from '../table/rows/state-row.ts';
import { readSamples, toHealthHistoryJson } from './health-history.ts';
import { type LinkTemplates, linkStream, noLinks } from './links.ts';
import { listRecordings } from './recordings.ts';
import { ResponseBudget } from './response-budget.ts';
import { readSessionRows, toSessionsJson } from './sessions.ts';
import { readEvents, toEventPage } from './stream-events.ts';
import { toStreamJson } from './stream-json.ts';
import type { StreamRef } from './stream-ref.ts';
import { listTracks } from './tracks.ts';

const MAX_EVENTS = 50;

/** Returns a stream with as much of its lists as fits one response; undefined when there is no such stream. */
export async function describeStream(stream: StreamRef, links: LinkTemplates = noLinks) {
  const { table, app, id, now } = stream;
  const [item, sessionRows, recordingRows, trackRows, samples, eventRows] = await Promise.all([
    table.get(stateKey(app, id), true),
    readSessionRows(stream),
    listRecordings(stream, links),
    listTracks(stream),
    readSamples(stream),
    readEvents(stream, MAX_EVENTS),
  ]);
  if (item === undefined) return undefined;
  const stored = readStateRow(item);
  const budget = new ResponseBudget();
  const json = linkStream(links, toStreamJson(app, id, stored, now));
  budget.take(json);
  const sessions = budget.takeWhileFits(toSessionsJson(sessionRows, stored.state, now));
  const tracks = budget.takeWhileFits(trackRows);
  const latestAt = stored.state.registers.health?.at ?? 0;
  const healthHistory = budget.takeWhileFits(toHealthHistoryJson(samples, latestAt));
  const recordings = budget.takeWhileFits(recordingRows, budget.remaining / 2); // otherwise they might leave no room for events
  const { events } = await toEventPage(eventRows, now, budget);
  return { ...json, recordings, sessions, tracks, healthHistory, events };
}
