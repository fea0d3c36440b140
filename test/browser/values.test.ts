import { beforeAll, expect, test } from 'vitest';
import { localDay } from '../../board/local-day.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { overflowOf } from './axe.ts';
import { openBoard } from './board-tab.ts';
import { skipReason, useBrowser } from './chromium.ts';
import { simulateSilence } from './states.ts';

const folder = useTempFolder('values');
const receiver = useReceiver(folder);
const browser = useBrowser();

const MINUTE_MS = 60_000;
const long = {
  id: 'camera-in-the-northern-tower-0123456789-0123456789',
  streamName: 'Kamera der Donaudampfschifffahrtsgesellschaft, Nordturm über dem Fluss',
};

/** Simulates a stream with a long name, whose values are as long as they usually get. */
beforeAll(async () => {
  if (skipReason !== undefined) return;
  await simulateSilence(receiver, folder);
  const now = Date.now();
  const hook = (action: string, ago: number, fields: object = {}) =>
    receiver.postHook('LiveApp', { ...long, action, timestamp: now - ago, ...fields });
  const resourceInfo =
    '{"cpuUsage":{"systemCPULoad":97},"jvmMemoryUsage":{"maxMemory":6e11,"inUseMemory":6e11},"localHLSViewers":12345}';
  await hook('highResourceUsage', 0, { host: 'media.example.com', resourceInfo });
  await hook('liveStreamStarted', 3 * 1_440 * MINUTE_MS);
  await hook('liveStreamEnded', 2 * 1_440 * MINUTE_MS + 641_000);
  await hook('encoderNotOpenedError', 1_440 * MINUTE_MS);
  await hook('vodReady', 1_440 * MINUTE_MS, { vodId: 'vod-1', vodName: 'recording.mp4', duration: 3_599_000 });
  await hook('liveStreamStarted', 59 * MINUTE_MS + 41_000);
  for (const ago of [120_000, 60_000, 1_000])
    await hook('liveStreamStatus', ago, {
      ...{ width: 7_680, height: 4_320, speed: 10.01, totalByteReceived: 1e10 - ago * 5_000 },
      ...{ dropFrameCountInEncoding: 123_456, dropPacketCountInIngestion: 9_999 },
    });
});

/** A script that returns the values on the page that are broken into several lines. */
const broken = `(() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    if (node.parentElement.closest('bdi, pre, p, option, title')) continue;
    for (const { 0: value, index } of node.data.matchAll(/[^ ]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + value.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => top));
      if (lines.size > 1 && !node.parentElement.closest('thead')) found.push(value);
    }
  }
  return found;
})()`;

const dayAgo = (minutes: number): string => localDay(Date.now() - minutes * MINUTE_MS);

const views = {
  'the list': { query: '', sees: 'encoderNotOpenedError' },
  'the page of a stream': { query: `?page=stream&app=LiveApp&id=${long.id}`, sees: 'encoderNotOpenedError' },
  'the page of a presumed end': { query: '?page=stream&app=LiveApp&id=quay-5', sees: 'presumedEnd' },
  'the events of all streams': { query: `?page=activity&day=${dayAgo(1_440)}`, sees: 'vodReady' },
  'the sessions of all streams': { query: '?page=activity&list=sessions', sees: 'presumed ended' },
  'the recordings of all streams': { query: `?page=activity&list=recordings&day=${dayAgo(1_440)}`, sees: 'vod-1' },
  'the servers': { query: '?page=servers', sees: '100% of 600.0 GB' },
};
const widths = [320, 360, 390, 640, 768, 1024, 1217, 1280, 1366, 1920, 2560];

test.each(Object.entries(views))(
  'no value is broken into two lines, at any width of the window: %s',
  async (_view, { query, sees }) => {
    const tab = await openBoard(browser(), `${receiver.url}/${query}#${receiver.token}`);
    await tab.waitForText(sees);
    for (const width of widths) {
      await tab.page.setViewportSize({ width, height: 800 });
      expect(await tab.page.evaluate(broken), `at ${width} px`).toEqual([]);
      expect(await overflowOf(tab.page), `at ${width} px`).toBe(0);
    }
  },
);
