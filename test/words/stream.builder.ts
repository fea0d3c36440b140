import type { StreamJson } from '../../lambda/reading/stream-json.ts';

type Health = NonNullable<StreamJson['health']>;

export const buildHealth = (overrides: Partial<Health> = {}): Health => ({
  ...{ at: '2026-11-02T12:00:00.000Z', receivedAt: '2026-11-02T12:00:00.000Z' },
  ...{ width: 1280, height: 720, speed: 1, totalByteReceived: 0 },
  ...{ inputQueueSize: 0, encodingQueueSize: 0, dropFrameCountInEncoding: 0, dropPacketCountInIngestion: 0 },
  ...overrides,
});

/** Builds a live stream without a heartbeat. */
export const buildStream = (overrides: Partial<StreamJson> = {}): StreamJson => ({
  ...{ app: 'LiveApp', id: 'cam-1', status: 'live', inferred: false, stale: false },
  ...{ startedAt: '2026-11-02T12:00:00.000Z', endedAt: null, durationMs: 1_000 },
  ...{ name: null, category: null, metadata: null, room: null, subscriberId: null },
  ...{ health: null, lastError: null, lastRecording: null, lastEvent: null, node: null },
  ...overrides,
});
