import { rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { Table } from '../../../lambda/table/table.ts';
import { readSettings } from '../../../lib/settings/read-settings.ts';
import { AnnouncementWriter } from '../../../local/announcing/announcement-writer.ts';
import { LocalAnnouncer } from '../../../local/announcing/local-announcer.ts';
import { connect, type Database, startDatabase } from '../../../local/database/database.ts';
import { STREAMS_TABLE } from '../../../local/database/embedded-tables.ts';
import { buildEvent } from '../../table/event.builder.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { killDatabase } from '../database/kill-database.ts';
import { collectAnnouncements } from './announced.ts';

const folder = useTempFolder('announcer');

/** Enough for a busy machine, in ms. */
const IN_TIME = { timeout: 30_000 };

/** Starts a database for one test, and returns a function that starts a stream in it. */
async function start(dataDir: string) {
  const database = await startDatabase(dataDir);
  const client = connect(database);
  onTestFinished(async () => {
    client.destroy();
    await database.close();
  });
  const streams = new Table(client, STREAMS_TABLE);
  const recorder = new Recorder(readSettings({}));
  const startStream = (id: string) =>
    recorder.record(
      streams,
      buildEvent({ action: 'liveStreamStarted', id, timestamp: Date.now() }, 'LiveApp', Date.now()),
    );
  return { database, streams, startStream };
}

/** Starts an announcer, and returns it with its errors. */
function announce(dataDir: string, database: Database) {
  const errors: string[] = [];
  const announcer = new LocalAnnouncer({
    journal: () => database.journal,
    writer: new AnnouncementWriter(dataDir),
    onError: (error) => errors.push(String(error)),
  });
  announcer.start();
  onTestFinished(() => announcer.stop());
  return { announcer, errors };
}

const startedIds = (dataDir: string) => {
  const announced = collectAnnouncements(dataDir, 0);
  return () => announced.map(({ detail }) => detail.id);
};

test('announces what was written before it started, in order, and all that was written before it stops', async () => {
  const dataDir = join(folder, 'drained');
  const { database, startStream } = await start(dataDir);
  const ids = Array.from({ length: 120 }, (_, n) => `cam-${n}`); // more than one read of the journal
  for (const id of ids) await startStream(id);
  const { announcer } = announce(dataDir, database);
  await startStream('cam-last');
  await announcer.stop();
  expect(await database.journal?.read()).toEqual([]);
  const announced = startedIds(dataDir);
  await vi.waitFor(() => expect(announced()).toEqual([...ids, 'cam-last']), IN_TIME);
});

test('an announcer that cannot store announcements says so once, tries again and loses nothing', async () => {
  const dataDir = join(folder, 'failing');
  const { database, startStream } = await start(dataDir);
  writeFileSync(join(dataDir, 'announcements'), 'no folder');
  const { errors } = announce(dataDir, database);
  await startStream('cam-1');
  await vi.waitFor(() => expect(errors).toHaveLength(1), IN_TIME);
  await startStream('cam-2');
  await new Promise((resolve) => setTimeout(resolve, 500)); // several tries
  expect(errors).toEqual([expect.stringMatching(/^Error: Announcements are delayed, and tried again: E\w+: .+$/)]);
  rmSync(join(dataDir, 'announcements'));
  await mkdir(join(dataDir, 'announcements'));
  const announced = startedIds(dataDir);
  await vi.waitFor(() => expect(announced()).toEqual(['cam-1', 'cam-2']), IN_TIME);
});

test('a row that cannot be announced is skipped, with one line that names it', async () => {
  const dataDir = join(folder, 'unreadable');
  const { database, streams, startStream } = await start(dataDir);
  const { errors } = announce(dataDir, database);
  const key = { pk: { S: 'stream#LiveApp#cam-0' }, sk: { S: 'recording#broken' } };
  await streams.put({ ...key, recording: { S: 'not JSON' } });
  await startStream('cam-1');
  const announced = startedIds(dataDir);
  await vi.waitFor(() => expect(announced()).toEqual(['cam-1']), IN_TIME);
  expect(errors).toEqual([
    expect.stringMatching(
      /^Error: A write of the row "stream#LiveApp#cam-0 recording#broken" cannot be announced, and is skipped: .+$/,
    ),
  ]);
});

test('follows its database over a crash', async () => {
  const consoleError = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => consoleError.mockRestore());
  const dataDir = join(folder, 'crashed');
  const { database, startStream } = await start(dataDir);
  announce(dataDir, database);
  await startStream('cam-1');
  await killDatabase(database.endpoint);
  await vi.waitFor(() => startStream('cam-2'), IN_TIME);
  const announced = startedIds(dataDir);
  await vi.waitFor(() => expect(announced()).toEqual(['cam-1', 'cam-2']), IN_TIME);
});
