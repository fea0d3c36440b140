import { sendScenarios } from '../../cli/simulate/run-simulation.ts';
import type { ReceiverUnderTest } from '../local/use-receiver.ts';
import { simulatorSettings } from './simulator-settings.ts';

/** Simulates every scenario, and adds a stale stream, one with a long name, and an unparseable hook. */
export async function simulateAll(receiver: ReceiverUnderTest): Promise<void> {
  await sendScenarios(simulatorSettings(receiver));
  const at = Date.now();
  const hook = (fields: object) => receiver.postHook('LiveApp', { timestamp: at - 400_000, ...fields });
  await hook({ action: 'liveStreamStarted', id: 'roof-2', streamName: 'Roof', category: 'weather' });
  await hook({ ...beat, action: 'liveStreamStatus', id: 'roof-2', timestamp: at - 300_000 });
  await hook({ ...beat, action: 'liveStreamStatus', id: 'cam-77', timestamp: at - 2_000 });
  await hook({ action: 'liveStreamStarted', id: 'tower-1', streamName: 'Tower, north side, above the river' });
  await hook({
    action: 'endpointFailed',
    id: 'tower-1',
    metadata: '{"rtmp-url":"rtmp://a.rtmp.youtube.com/live2/abcd"}',
  });
  await receiver.postHook('LiveApp', '{"action": "liveStreamStarted", "id":');
}

const beat = { totalByteReceived: 1, width: 1920, height: 1080, speed: 0.97, dropPacketCountInIngestion: 41 };

/** Simulates live streams with a heartbeat a minute over the last hour. */
export async function simulateHour(receiver: ReceiverUnderTest, now: number): Promise<void> {
  const starts = { 'stage-1': 7_630_000, 'dock-4': 4_130_000, 'gate-2': 3_820_000 };
  for (const [id, ago] of Object.entries(starts))
    await receiver.postHook('LiveApp', { action: 'liveStreamStarted', id, timestamp: now - ago });
  for (let minutes = 59; minutes > 0; minutes--) await sendHeartbeats(receiver, now - minutes * 60_000);
}

/** Sends a heartbeat of each of a few streams, good and bad ones, with the given clock (ms since the epoch). */
export async function sendHeartbeats(receiver: ReceiverUnderTest, at: number): Promise<void> {
  const streams = [
    { id: 'stage-1', streamName: 'Main stage', width: 1920, height: 1080, rate: 562_500, speed: 1.0 },
    { id: 'dock-4', streamName: 'Harbour', width: 1280, height: 720, rate: 312_500, speed: 1.01 },
    { id: 'gate-2', streamName: 'Kapı önü', width: 640, height: 360, rate: 100_000, speed: 0.84 },
  ];
  for (const { rate, speed, ...stream } of streams) {
    const beats = Math.floor(at / 1_000) % 100_000;
    const wave = 1 + Math.sin(beats / (4 + stream.height / 200)) / 9;
    await receiver.postHook('LiveApp', {
      ...{ ...stream, action: 'liveStreamStatus', timestamp: at, speed: speed + Math.sin(beats) / 60 },
      totalByteReceived: Math.round(beats * rate + 20 * rate * wave),
      ...{ inputQueueSize: 1, encodingQueueSize: 2 },
      ...{ dropFrameCountInEncoding: speed < 1 ? 214 : 0, dropPacketCountInIngestion: speed < 1 ? 37 : 0 },
    });
  }
}
