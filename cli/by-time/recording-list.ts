import type { Answer } from '../../client/api-types.ts';
import { overStreams, withLinks } from '../../lambda/reading/csv.ts';
import { formatTime } from '../../words/time.ts';
import { formatKnownDuration } from '../streams/format-stream.ts';
import type { TimeList } from './time-list.ts';

/** A recording in `/recordings`; it has a `url` only with the setting `recordingUrl`. */
export type RecordingRow = Answer<'/recordings'>['recordings'][number];

const recordings = overStreams('recordings');

/** The recordings of all streams, by the time of their latest vodReady. */
export const recordingList: TimeList<RecordingRow> = {
  name: 'recordings',
  keyOf: ({ app, id, vodId, at, name, durationMs }) => JSON.stringify([app, id, vodId ?? [at, name, durationMs]]),
  timeOf: ({ at }) => at,
  columns: (now) => [
    { head: 'READY', text: ({ at }) => formatTime(at, now) },
    { head: 'STREAM', text: ({ app, id }) => `${app}/${id}`, minWidth: 24, truncatesMiddle: true },
    { head: 'RECORDING', text: ({ name }) => name, minWidth: 10 },
    { head: 'DURATION', text: ({ durationMs }) => formatKnownDuration(durationMs) },
    { head: 'VOD ID', text: ({ vodId }) => vodId, minWidth: 8, isOptional: true },
    { head: 'URL', text: ({ url = null }) => url, minWidth: 16, isOptional: true },
  ],
  csvOf: (rows) => (rows.some((row) => 'url' in row) ? withLinks(recordings) : recordings),
};
