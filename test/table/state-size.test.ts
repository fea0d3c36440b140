import { expect, test } from 'vitest';
import { recordPresumedEnd } from '../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { stateKey } from '../../lambda/table/row-keys.ts';
import { useEngine } from './engine.ts';
import { buildEvent, NOW } from './event.builder.ts';
import { sizeOf } from './item-size.ts';

const engine = useEngine();

/** DynamoDB counts a write unit for each 1 024 bytes: below this a heartbeat is one, with some room. */
const MAX_USUAL_BYTES = 1_000;

test('the whole state of a usual stream is one write unit', async () => {
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
  const usual = { id: 'front-door-1', streamName: 'Front door, camera 1', category: 'security' };
  const metadata = { owner: 'a/b', note: 'x'.repeat(200 - JSON.stringify({ owner: 'a/b', note: '' }).length) };
  const measured = {
    ...{ width: 1920, height: 1080, speed: 1.0031, totalByteReceived: 4_821_387_712, inputQueueSize: 12 },
    ...{ encodingQueueSize: 24, dropFrameCountInEncoding: 137, dropPacketCountInIngestion: 1_024 },
  };
  const events = [
    { action: 'liveStreamStarted', timestamp: NOW - 86_400_123, metadata },
    { action: 'liveStreamEnded', timestamp: NOW - 8_640_123, metadata },
    { action: 'liveStreamStarted', timestamp: NOW - 864_123, metadata },
    { action: 'liveStreamStatus', timestamp: NOW - 5_123, ...measured },
    { action: 'liveStreamStatus', timestamp: NOW - 123, ...measured },
  ];
  for (const event of events)
    await recorder.record(engine().streams, buildEvent({ ...usual, ...event }, 'LiveApp', NOW));
  // As after an outage of some minutes: the state keeps a presumed end that no longer counts.
  const end = { app: 'LiveApp', id: usual.id, at: NOW - 400_123, cause: 'silence', receivedAt: NOW - 100_000 } as const;
  await recordPresumedEnd(engine().streams, end, 30, true);
  const item = (await engine().streams.get(stateKey('LiveApp', usual.id), true)) ?? {};
  for (const attribute of ['name', 'category', 'metadata', 'health', 'heardAt', 'startedAt', 'presumedEndAt'])
    expect(item).toHaveProperty(attribute);
  expect(item.health?.S).toContain('203.0.113.9'); // the node
  expect(sizeOf(item)).toBeLessThanOrEqual(MAX_USUAL_BYTES);
});
