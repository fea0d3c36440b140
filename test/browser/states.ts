import { sendScenarios } from '../../cli/simulate/run-simulation.ts';
import { startOfMinute } from '../../lambda/table/row-keys.ts';
import { expectStream } from '../local/expect-stream.ts';
import { presumeEnd } from '../local/presume-end.ts';
import { refuse } from '../local/refuse.ts';
import type { ReceiverUnderTest } from '../local/use-receiver.ts';
import { simulatorSettings } from './simulator-settings.ts';

/** Simulates scenarios, every one by default, and adds a stale stream, one with a long name, and an unparseable hook. */
export async function simulateAll(receiver: ReceiverUnderTest, scenario = 'all'): Promise<void> {
  await sendScenarios(simulatorSettings(receiver, { scenario }));
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

/**
 * Simulates a stream whose end is presumed, after one that was and one that was presumed in error, and streams that are
 * missing: this one, one that was never seen, and not one that is only waited for. The receiver runs on `dataDir`.
 */
export async function simulateSilence(receiver: ReceiverUnderTest, dataDir: string): Promise<void> {
  const now = Date.now();
  const quay = { id: 'quay-5', streamName: 'Quay' };
  const hook = (action: string, ago: number, fields = {}) =>
    receiver.postHook('LiveApp', { ...quay, ...fields, action, timestamp: now - ago });
  await hook('liveStreamStarted', 3_600_000);
  await hook('liveStreamStatus', 3_000_000, beat);
  await presumeEnd(dataDir, { id: quay.id, at: now - 3_000_000, receivedAt: now - 2_700_000 });
  await hook('liveStreamStarted', 2_400_000);
  await hook('liveStreamStatus', 1_500_000, beat);
  await presumeEnd(dataDir, { id: quay.id, at: now - 1_500_000, cause: 'mediaServer', receivedAt: now - 1_300_000 });
  for (const ago of [1_200_000, 1_140_000, 1_080_000])
    await hook('liveStreamStatus', ago, { ...beat, totalByteReceived: 1e9 - ago * 250 });
  await presumeEnd(dataDir, { id: quay.id, at: now - 1_080_000, receivedAt: now - 780_000 });
  await expectStream(dataDir, { id: quay.id });
  await expectStream(dataDir, { id: 'pier-1', addedAt: now - 86_400_000 });
  await expectStream(dataDir, { id: 'pier-2', addedAt: now });
}

/** Simulates publishers and a player who are refused: of a known stream, of others, and without an id. The receiver runs on `dataDir`. */
export async function simulateRefusals(dataDir: string): Promise<void> {
  const at = startOfMinute(Date.now());
  await refuse(
    dataDir,
    { id: 'roof-2', reason: 'expired', count: 14, at },
    { id: 'studio-9', reason: 'noKey', count: 2, at: at - 240_000 },
    { id: 'roof-2', use: 'play', reason: 'otherStream', at: at - 1_200_000 },
    { id: 'admin/***', reason: 'reservedParameter', at: at - 1_500_000 },
    { id: null, reason: 'unreadable', at: at - 1_800_000 },
  );
}

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
