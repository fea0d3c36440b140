import { CreateTableCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import type { AnnouncementOf } from '../../lambda/announcing/announcement.ts';
import { toAnnouncements } from '../../lambda/announcing/announcements.ts';
import { DescriptionMemory } from '../../lambda/announcing/description-memory.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { ObservedTable } from '../announcing/observed-table.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { useEnvironment } from '../aws/use-environment.ts';
import { useEngine } from '../table/engine.ts';
import { buildHook, NOW } from '../table/event.builder.ts';

type RecordingReady = AnnouncementOf<'Recording Ready'>;

const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/);

const environment = useEnvironment();
const engine = useEngine();
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
let save: (announcement: RecordingReady) => Promise<void>;

beforeAll(async () => {
  const { accessKeyId } = await engine().client.config.credentials();
  environment({
    AWS_ENDPOINT_URL: engine().endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    RECORDINGS_TABLE: 'recordings',
  });
  await createTable(engine().client);
  ({ handler: save } = await import('../../examples/on-recording-ready/save-recording.ts'));
});

const createTable = (client: DynamoDBClient) =>
  client.send(
    new CreateTableCommand({
      TableName: 'recordings',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'stream', AttributeType: 'S' },
        { AttributeName: 'recording', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'stream', KeyType: 'HASH' },
        { AttributeName: 'recording', KeyType: 'RANGE' },
      ],
    }),
  );

/** Returns what the receiver announces of the vodReady of a stream, so many seconds after the others. */
async function announce(id: string, seconds: number, fields: object): Promise<RecordingReady> {
  const table = new ObservedTable();
  await recorder.record(table, buildHook({ action: 'vodReady', id, timestamp: NOW + seconds * 1_000, ...fields }));
  const announcements = toAnnouncements(table.passed, new DescriptionMemory(), (_, error) => {
    throw error;
  });
  const announcement = announcements.find(isRecordingReady);
  expectValid(announcement);
  if (announcement === undefined) throw new Error(`expected a recording, received ${JSON.stringify(announcements)}`);
  return announcement;
}

const isRecordingReady = (announcement: { 'detail-type': string }): announcement is RecordingReady =>
  announcement['detail-type'] === 'Recording Ready';

/** Returns the rows of a stream, by their sort keys. */
async function rowsOf(id: string, app = 'LiveApp') {
  const { Items = [] } = await engine().client.send(new ScanCommand({ TableName: 'recordings' }));
  const rows = Items.filter(({ stream }) => stream?.S === `${app}/${id}`);
  return rows.sort((a, b) => ((a.recording?.S ?? '') < (b.recording?.S ?? '') ? -1 : 1));
}

test('saves a recording as a row', async () => {
  const announcement = await announce('cam', 0, { vodId: 'v1', vodName: 'cam.mp4', duration: 4_000 });
  await save(announcement);
  expect(await rowsOf('cam')).toEqual([
    {
      stream: { S: 'LiveApp/cam' },
      recording: { S: 'v1' },
      at: { S: announcement.detail.at },
      eventId: { S: announcement.detail.eventId },
      vodId: { S: 'v1' },
      file: { S: 'cam.mp4' },
      durationMs: { N: '4000' },
      streamName: { NULL: true },
    },
  ]);
});

test.each([
  { id: 'in-order', order: [0, 0, 1, 0] },
  { id: 'reversed', order: [1, 0, 1] },
])('has the latest of a recording, whatever comes, in whatever order ($order)', async ({ id, order }) => {
  const first = await announce(id, 0, { vodId: 'v1', vodName: 'first' });
  const second = await announce(id, 60, { vodId: 'v1', vodName: 'second' });
  for (const index of order) await save(index === 0 ? first : second);
  expect((await rowsOf(id)).map(({ file, eventId }) => [file?.S, eventId?.S])).toEqual([
    ['second', second.detail.eventId],
  ]);
});

test('has a row for each recording, also where the media server gives no id', async () => {
  for (const seconds of [0, 1]) {
    const announcement = await announce('nameless', seconds, { vodName: `at ${seconds}` });
    await save(announcement);
    await save(announcement);
  }
  expect((await rowsOf('nameless')).map(({ file }) => file?.S).sort()).toEqual(['at 0', 'at 1']);
});

test('has one row for each recording whose id is longer than a key may be', async () => {
  const vodIds = ['a', 'b'].map((end) => 'é'.repeat(512) + end); // 1 025 bytes
  for (const [seconds, vodId] of vodIds.entries()) {
    const announcement = await announce('long', seconds, { vodId });
    await save(announcement);
    await save(announcement);
  }
  const rows = await rowsOf('long');
  expect(rows.map(({ vodId }) => vodId?.S).sort()).toEqual(vodIds);
  expect(rows.map(({ recording }) => recording?.S)).toEqual([sha256, sha256]);
});

test('tells apart streams whose apps contain a slash', async () => {
  const announcement = await announce('c', 0, { vodId: 'v1' });
  for (const [app, id] of [
    ['a/b', 'c'],
    ['a', 'b/c'],
  ] as const)
    await save({ ...announcement, detail: { ...announcement.detail, app, id } });
  expect([await rowsOf('c', 'a%2Fb'), await rowsOf('b/c', 'a')]).toMatchObject([[{}], [{}]]);
});

test('saves a recording of a stream whose name is longer than a key may be', async () => {
  const announcement = await announce('c', 0, { vodId: 'of-long-name' });
  await save({ ...announcement, detail: { ...announcement.detail, app: '/'.repeat(1_000) } });
  const { Items = [] } = await engine().client.send(new ScanCommand({ TableName: 'recordings' }));
  expect(Items.filter(({ vodId }) => vodId?.S === 'of-long-name')).toMatchObject([{ stream: { S: sha256 } }]);
});

test('throws when the table does not take it, so that Lambda tries again', async () => {
  const announcement = await announce('refused', 0, { vodId: 'v1' });
  environment({ RECORDINGS_TABLE: 'no-such-table' });
  await expect(save(announcement)).rejects.toThrow(/not found|non-existent/i);
});
