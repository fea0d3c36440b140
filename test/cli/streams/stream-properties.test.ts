import { expect, test } from 'vitest';
import type { StreamDetail } from '../../../cli/streams/fetch-streams.ts';
import { propertiesOf } from '../../../cli/streams/stream-properties.ts';
import { toDescriptionJson } from '../../../lambda/reading/stream-json.ts';

const stream: StreamDetail = {
  ...{ app: 'LiveApp', id: 'cam-1', status: 'live', inferred: false, stale: false },
  ...{ startedAt: null, endedAt: null, durationMs: null },
  ...toDescriptionJson({}),
  ...{ health: null, lastError: null, lastRecording: null, lastEvent: null },
  ...{ recordings: [], sessions: [], tracks: [], healthHistory: [], events: [] },
  ...{ node: { address: '203.0.113.7', at: '2026-11-02T12:00:00.000Z' } },
};

test('the node that a stream comes from is listed, where it is known', () => {
  expect(propertiesOf(stream, 0)).toEqual([['Node', '203.0.113.7']]);
  expect(propertiesOf({ ...stream, ...{ node: null } }, 0)).toEqual([]);
});
