import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { Table } from '../../../lambda/table/table.ts';
import { readSettings } from '../../../lib/settings/read-settings.ts';
import { IN_MEMORY } from '../../../local/data-dir/data-dir.ts';
import { connect, startDatabase } from '../../../local/database/database.ts';
import { STREAMS_TABLE } from '../../../local/database/embedded-tables.ts';
import { startReceiver } from '../../../local/start-receiver.ts';
import { buildEvent } from '../../table/event.builder.ts';
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

test('a receiver announces a publisher that it refuses, once a minute, and no player', async () => {
  const dataDir = join(folder, 'refused');
  const receiver = await start(dataDir);
  const announced = collectAnnouncements(dataDir);
  const ask = (use: string, streamId: string) =>
    receiver.request(`/authorize/${use}/LiveApp/${receiver.token}`, {
      method: 'POST',
      body: JSON.stringify({ appName: 'LiveApp', name: streamId, streamId, mode: use, queryParams: {} }),
    });
  const statuses: number[] = [];
  for (const id of ['zoo/secret', 'zoo/secret', 'cam-1']) statuses.push((await ask('publish', id)).status);
  statuses.push((await ask('play', 'cam-2')).status);
  expect(statuses).toEqual([403, 403, 403, 403]);
  const idsOf = () => new Set(announced.map(({ detail }) => detail.id));
  await vi.waitFor(() => expect(idsOf()).toEqual(new Set(['zoo/***', 'cam-1'])), IN_TIME);
  await receiver.postHook('LiveApp', { action: 'liveStreamStarted', id: 'cam-3', timestamp: at });
  await vi.waitFor(() => expect(idsOf()).toContain('cam-3'), IN_TIME);
  const minutes = new Set(announced.map(({ detail }) => `${detail.app}/${detail.id} ${detail.at}`));
  expect(minutes.size).toBe(announced.length);
  expect(announced.slice(0, -1)).toMatchObject(
    announced.slice(0, -1).map(() => ({ 'detail-type': 'Publish Refused', detail: { reason: 'noKey', count: 1 } })),
  );
  const { json } = await receiver.read('/refusals');
  const counts = json.refusals.map(({ id, use, count }: { id: string; use: string; count: number }) => [
    id,
    use,
    count,
  ]);
  const sum = counts.reduce((all: number, [, , count]: [string, string, number]) => all + count, 0);
  expect([sum, counts]).toEqual([
    4,
    expect.arrayContaining([
      ['cam-1', 'publish', 1],
      ['cam-2', 'play', 1],
    ]),
  ]);
});

test('a follower goes on when the receiver restarts, and gets what was written while it was down', async () => {
  const dataDir = join(folder, 'restarted');
  const announced = collectAnnouncements(dataDir);
  const first = await start(dataDir);
  await first.postHook('LiveApp', { action: 'liveStreamStarted', id: 'cam-1', timestamp: at });
  await first.close();
  const database = await startDatabase(dataDir); // as a command does while no receiver runs
  const client = connect(database);
  const event = buildEvent({ action: 'liveStreamEnded', id: 'cam-1', timestamp: at + 1 }, 'LiveApp', Date.now());
  await new Recorder(readSettings({})).record(new Table(client, STREAMS_TABLE), event);
  client.destroy();
  await database.close();
  const second = await start(dataDir);
  await second.postHook('LiveApp', { action: 'liveStreamStarted', id: 'cam-2', timestamp: at });
  await vi.waitFor(() => expect(announced.length).toBe(3), IN_TIME);
  expect(typesOf(announced)).toEqual(['Stream Started', 'Stream Ended', 'Stream Started']);
  expect(announced.map(({ detail }) => detail.id)).toEqual(['cam-1', 'cam-1', 'cam-2']);
});

test('announces nothing where the setting is off, also nothing of that time once it is on again', async () => {
  const dataDir = join(folder, 'off');
  const settings = { ...readSettings({}), announcements: false };
  const off = await startReceiver({ port: 0, host: '127.0.0.1', dataDir, log: () => {}, settings });
  const body = JSON.stringify({ action: 'liveStreamStarted', id: 'cam-1', timestamp: at });
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  expect((await fetch(`${off.url}/hooks/LiveApp/${off.token}`, init)).status).toBe(200);
  await off.close();
  expect(existsSync(join(dataDir, 'announcements'))).toBe(false);
  const announced = collectAnnouncements(dataDir);
  const on = await start(dataDir);
  await on.postHook('LiveApp', { action: 'liveStreamEnded', id: 'cam-1', timestamp: at + 1 });
  await vi.waitFor(() => expect(typesOf(announced)).toEqual(['Stream Ended']), IN_TIME);
});

test('a receiver in memory stores no announcements', async () => {
  const receiver = await start(IN_MEMORY);
  await receiver.postHook('LiveApp', { action: 'liveStreamStarted', id: 'cam-1', timestamp: at });
  await receiver.close();
  expect(existsSync(join(IN_MEMORY, 'announcements'))).toBe(false);
});
