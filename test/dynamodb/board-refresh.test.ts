import { expect, test } from 'vitest';
import { emptyState, fold, type State } from '../../lambda/stream/state.ts';
import { appKey } from '../../lambda/table/row-keys.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item } from '../../lambda/table/table.ts';
import { createReader } from '../reading/read-as-api-gateway.ts';
import { useEngine } from '../table/engine.ts';
import { buildEvent } from '../table/event.builder.ts';
import { putAll } from '../table/put-all.ts';
import { measureRequests, sum } from './request-costs.ts';

const LIVE_STREAMS = Number(process.env.LIVE_STREAMS ?? 150);
const ENDED_STREAMS = Number(process.env.ENDED_STREAMS ?? 300);
/** The largest cost of a refresh of a full board. */
const MAX = { units: 60, bytes: 15_000 };

const engine = useEngine();
const now = Date.now();
const names = ['Front door', 'Harbour', 'Main stage', 'Kapı önü', 'Café Zürich', 'Tower, north side', '東京'];

/** Builds the state of a stream that was live for a while. No two states are alike. */
function buildStateItem(app: string, n: number, isEnded: boolean): Item {
  const id = `stream-${(n * 7_919).toString(36)}`;
  const startedAt = now - 60_000 - n * 977;
  const hooks = [
    { action: 'liveStreamStarted', timestamp: startedAt, streamName: `${names[n % names.length]} ${n}` },
    { action: 'liveStreamStatus', timestamp: startedAt + 55_000 + (n % 4_000), ...buildHealth(n) },
    ...(n % 9 === 0 ? [{ action: 'endpointFailed', timestamp: startedAt + 5, metadata: { 'rtmp-url': 'rtmp://a.example.com/live/key' } }] : []), // biome-ignore format: a row
    ...(isEnded ? [{ action: 'liveStreamEnded', timestamp: startedAt + 59_000 }] : []),
  ];
  const state = hooks.reduce<State>((folded, hook) => fold(folded, buildEvent({ id, ...hook }, app, now)), emptyState);
  return toStateRow(app, id, { state, version: 1, heartbeatReceivedAt: now });
}

function buildHealth(n: number) {
  return {
    width: n % 3 === 0 ? 1920 : 1280,
    height: n % 3 === 0 ? 1080 : 720,
    speed: 0.9 + ((n * 31) % 200) / 1_000,
    totalByteReceived: 10_000_000 + ((n * 104_729) % 90_000_000),
    inputQueueSize: n % 3,
    encodingQueueSize: n % 5,
    dropFrameCountInEncoding: n % 7 === 0 ? n % 100 : 0,
    dropPacketCountInIngestion: n % 11 === 0 ? n % 50 : 0,
  };
}

/** Fills an app with live and ended streams. */
async function fillApp(app: string, live: number, ended: number): Promise<void> {
  const states = Array.from({ length: live + ended }, (_, n) => buildStateItem(app, n, n >= live));
  await putAll(engine().client, [{ ...appKey(app), app: { S: app } }, ...states]);
}

/** Measures what the board reads every 5 s: read units, and bytes on the wire. */
async function measureRefresh(app = ''): Promise<{ units: number; bytes: number }> {
  const reader = await createReader(engine());
  const request = () => reader(`/streams?app=${app}&limit=100`, 'gzip, deflate, br');
  await request(); // the token is cached from now on
  let bytes = 0;
  const { units } = await measureRequests(engine().client, async () => {
    const { statusCode, headers, body = '' } = await request();
    expect({ statusCode, coding: headers?.['content-encoding'] }).toEqual({ statusCode: 200, coding: 'br' });
    bytes = Buffer.from(body, 'base64').length;
  });
  return { units: sum(units), bytes };
}

test(`a refresh of 100 rows costs at most ${MAX.units} read units and ${MAX.bytes} bytes, however many streams have ended`, async () => {
  await fillApp('Alone', LIVE_STREAMS, 0);
  await fillApp('Many', LIVE_STREAMS, ENDED_STREAMS);
  const [alone, many] = [await measureRefresh('Alone'), await measureRefresh('Many')];
  console.log(`${LIVE_STREAMS} live: ${JSON.stringify(alone)}; and ${ENDED_STREAMS} ended: ${JSON.stringify(many)}`);
  const all = await measureRefresh(); // of both apps together
  console.log(`of all apps: ${JSON.stringify(all)}`);
  for (const { units, bytes } of [alone, many, all]) {
    expect(units).toBeLessThanOrEqual(MAX.units);
    expect(bytes).toBeLessThanOrEqual(MAX.bytes);
  }
  expect(many.units).toBe(alone.units);
}, 600_000);
