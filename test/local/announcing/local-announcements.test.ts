import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { useTempFolder } from '../../use-temp-folder.ts';
import { ReceiverUnderTest } from '../use-receiver.ts';
import { collectAnnouncements, typesOf } from './announced.ts';

const folder = useTempFolder('announcements');

/** Enough for a busy machine, in ms. */
const IN_TIME = { timeout: 30_000 };

async function start(dataDir: string): Promise<ReceiverUnderTest> {
  const receiver = new ReceiverUnderTest();
  await receiver.start(dataDir);
  onTestFinished(() => receiver.close());
  return receiver;
}

const at = Date.now();

test('a receiver announces what its hooks change, and nothing of a heartbeat', async () => {
  const dataDir = join(folder, 'hooks');
  const receiver = await start(dataDir);
  const announced = collectAnnouncements(dataDir);
  for (const hook of [
    { action: 'liveStreamStarted', id: 'cam-1', timestamp: at, streamName: 'Front door' },
    { action: 'liveStreamStatus', id: 'cam-1', timestamp: at + 1, width: 1280 },
    { action: 'vodReady', id: 'cam-1', timestamp: at + 2, vodId: 'vod-1', vodName: 'cam-1.mp4' },
    { action: 'liveStreamEnded', id: 'cam-1', timestamp: at + 3 },
  ])
    await receiver.postHook('LiveApp', hook);
  await vi.waitFor(() => expect(announced.length).toBe(3), IN_TIME);
  expect(typesOf(announced)).toEqual(['Stream Started', 'Recording Ready', 'Stream Ended']);
  for (const { detail } of announced) expect(detail).toMatchObject({ app: 'LiveApp', id: 'cam-1' });
  expect(announced[1]?.detail.stream).toMatchObject({ name: 'Front door' });
});
