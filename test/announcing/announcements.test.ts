import { describe, expect, test } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toAnnouncements } from '../../lambda/announcing/announcements.ts';
import { DescriptionMemory } from '../../lambda/announcing/description-memory.ts';
import type { TableChange } from '../../lambda/announcing/table-change.ts';
import { json } from '../../lambda/table/attributes.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { keyText, stateKey } from '../../lambda/table/row-keys.ts';
import { at, buildHook, NOW } from '../table/event.builder.ts';
import { ObservedTable, WRITTEN_AT } from './observed-table.ts';
import { isPassed } from './passed-changes.ts';
import { expectValid } from './valid-announcement.ts';

const time = new Date(WRITTEN_AT).toISOString();
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });

/** Records hooks one after the other; `timestamp` is in seconds after `NOW`. Returns the table that has seen the writes. */
async function recordAll(...hooks: readonly { action: string; timestamp: number; [field: string]: unknown }[]) {
  const table = new ObservedTable();
  for (const { timestamp, ...fields } of hooks)
    await recorder.record(table, buildHook({ id: 'cam-1', ...fields, timestamp: NOW + timestamp * 1_000 }));
  return table;
}

/** Announces changes; each announcement is valid, and the memory is that of a new process unless one is given. */
function announce(changes: readonly TableChange[], memory = new DescriptionMemory()): Announcement[] {
  const announcements = toAnnouncements(changes, memory, (_change, error) => {
    throw error;
  });
  for (const announcement of announcements) expectValid(announcement);
  return announcements;
}

const started = { action: 'liveStreamStarted', timestamp: 0, streamName: 'Front door', metadata: '{"owner":"ada"}' };
const ended = { action: 'liveStreamEnded', timestamp: 90 };
const frontDoor = { name: 'Front door', category: null, metadata: { owner: 'ada' }, room: null, subscriberId: null };
const common = { version: 1, eventId: expect.stringMatching(/^[0-9a-f]{32}$/), app: 'LiveApp', id: 'cam-1' };

describe('announcements of hooks', () => {
  test('say when a stream starts and ends', async () => {
    const { passed } = await recordAll(started, ended);
    const [first, second] = announce(passed);
    const sequence = first !== undefined && 'sequence' in first.detail ? first.detail.sequence : 0;
    const session = { startedAt: at(0), endedAt: null, durationMs: null, endReason: null };
    expect(first).toEqual({
      ...{ source: 'ant-media-webhooks', 'detail-type': 'Stream Started', time },
      detail: { ...common, at: at(0), sequence: expect.any(Number), stream: frontDoor, session, cause: 'started' },
    });
    const whole = { startedAt: at(0), endedAt: at(90), durationMs: 90_000, endReason: 'ended' };
    expect(second).toEqual({
      ...{ source: 'ant-media-webhooks', 'detail-type': 'Stream Ended', time },
      detail: { ...common, at: at(90), sequence: sequence + 2, stream: frontDoor, session: whole },
    });
  });

  test('of one write have sequences of their own', async () => {
    const { passed } = await recordAll(started, { ...started, timestamp: 200 });
    const details = announce(passed).map(({ 'detail-type': type, detail }) => [
      type,
      'sequence' in detail && detail.sequence,
    ]);
    const first = Number(details[0]?.[1]);
    expect(details).toEqual([
      ['Stream Started', first],
      ['Stream Ended', first + 2],
      ['Stream Started', first + 3],
    ]);
  });

  test('say what has changed of a session', async () => {
    const { passed } = await recordAll(ended, started);
    expect(announce(passed).at(-1)).toEqual({
      ...{ source: 'ant-media-webhooks', 'detail-type': 'Stream Corrected', time },
      detail: {
        ...{ ...common, at: at(90), sequence: expect.any(Number), stream: frontDoor },
        session: { startedAt: at(0), endedAt: at(90), durationMs: 90_000, endReason: 'ended' },
        previous: { startedAt: null, endedAt: at(90), durationMs: null, endReason: 'ended' },
      },
    });
  });

  test('say each recording and error once, whatever the order, though the state has the latest only', async () => {
    const vod = (vodId: string, timestamp: number) => ({
      action: 'vodReady',
      vodId,
      vodName: `${vodId}.mp4`,
      duration: '9031',
      timestamp,
    });
    const failed = { action: 'endpointFailed', metadata: '{"rtmp-url":"rtmp://host/app/key"}', timestamp: 40 };
    const { passed } = await recordAll(started, vod('v3', 30), vod('v1', 10), vod('v2', 20), vod('v1', 10), failed, {
      ...failed,
      timestamp: 35,
    });
    const facts = announce(passed).slice(1);
    expect(facts.map(({ 'detail-type': type, detail }) => `${type} ${detail.at}`)).toEqual([
      ...[30, 10, 20].map((seconds) => `Recording Ready ${at(seconds)}`),
      ...[40, 35].map((seconds) => `Stream Error ${at(seconds)}`),
    ]);
    expect(facts[0]).toEqual({
      ...{ source: 'ant-media-webhooks', 'detail-type': 'Recording Ready', time },
      detail: {
        ...{ ...common, at: at(30), stream: frontDoor },
        recording: { vodId: 'v3', name: 'v3.mp4', durationMs: 9031, at: at(30) },
      },
    });
    const error = { kind: 'endpointFailed', detail: 'rtmp://host/app/***', at: at(40) };
    expect(facts[3]?.detail).toEqual({ ...common, at: at(40), stream: frontDoor, error });
  });

  test('say what happens to a media server', async () => {
    const { passed } = await recordAll(
      { action: 'highResourceUsage', timestamp: 5, id: undefined, host: '192.0.2.1' },
      { action: 'highResourceUsage', timestamp: 5, id: undefined, host: '192.0.2.1' },
    );
    expect(announce(passed)).toEqual([
      {
        ...{ source: 'ant-media-webhooks', 'detail-type': 'Server Alarm', time },
        detail: { ...common, id: null, at: at(5), stream: null, host: '192.0.2.1', kind: 'highResourceUsage' },
      },
    ]);
  });

  test('are none of copies, of heartbeats, of viewers and of bodies that cannot be read', async () => {
    const table = await recordAll(started);
    const before = table.writes.length;
    const others = [
      started,
      { action: 'liveStreamStatus', timestamp: 5 },
      { action: 'playStarted', timestamp: 6 },
      { action: 'somethingNew', timestamp: 7 },
    ];
    for (const { timestamp, ...fields } of others)
      await recorder.record(table, buildHook({ id: 'cam-1', ...fields, timestamp: NOW + timestamp * 1_000 }));
    await recorder.record(table, buildHook({ action: 'liveStreamStarted' }));
    expect(table.writes.length).toBeGreaterThan(before + 5);
    expect(announce(table.writes.slice(before))).toEqual([]);
  });

  test('of a stream whose long id is a hash in keys have the id', async () => {
    const id = 'ü'.repeat(300);
    const { passed } = await recordAll({ ...started, id }, { action: 'vodReady', vodId: 'v', id, timestamp: 1 });
    expect(announce(passed).map(({ detail }) => detail.id)).toEqual([id, id]);
  });
});

describe('copies of a write', () => {
  const hooks = [started, { action: 'vodReady', vodId: 'v', timestamp: 5 }, { ...started, timestamp: 50 }, ended];

  test('have the same announcements, in whatever batches they come', async () => {
    const { passed } = await recordAll(...hooks);
    const all = announce(passed);
    const memory = new DescriptionMemory();
    expect(passed.flatMap((change) => announce([change], memory))).toEqual(all);
    expect(announce(passed, memory)).toEqual(all);
  });

  test('of a fact have the same id, whatever is known of its stream', async () => {
    const { writes } = await recordAll(...hooks);
    const recording = writes.filter(({ after }) => keyText(after).includes('recording#'));
    const [known] = announce(writes).filter(({ 'detail-type': type }) => type === 'Recording Ready');
    const [unknown] = announce(recording);
    expect(unknown?.detail).toEqual({ ...known?.detail, stream: { ...frontDoor, name: null, metadata: null } });
  });
});

describe('what a fact says of its stream', () => {
  const failed = {
    action: 'publishTimeoutError',
    streamName: 'Its own',
    category: 'roof',
    metadata: '{}',
    timestamp: 5,
  };
  const nameIn = (announcements: readonly Announcement[]) =>
    announcements.filter(({ 'detail-type': type }) => type === 'Stream Error').map(({ detail }) => detail.stream?.name);

  test('comes from its state, also where the state comes later in the batch', async () => {
    const { passed } = await recordAll({ ...started, timestamp: 10 }, failed);
    expect(nameIn(announce(passed))).toEqual(['Front door']);
    const backwards = passed.toSorted((a, b) => keyText(a.after).localeCompare(keyText(b.after)));
    expect(keyText(backwards[0]?.after ?? {})).toContain('other#');
    expect(nameIn(announce(backwards))).toEqual(['Front door']);
  });

  test.each([
    { what: 'live', hooks: [started, { action: 'liveStreamStatus', timestamp: 6 }] },
    { what: 'known by an error only', hooks: [{ ...failed, streamName: 'Front door' }] },
  ])(
    'comes from its state, which passes beside it, in a process that has seen nothing yet: $what',
    async ({ hooks }) => {
      const table = await recordAll(...hooks);
      const seen = table.writes.length;
      await recorder.record(table, buildHook({ id: 'cam-1', action: 'vodReady', vodId: 'v', timestamp: NOW + 7_000 }));
      const [recording] = announce(table.writes.slice(seen).filter(isPassed));
      expect(recording).toMatchObject({ 'detail-type': 'Recording Ready', detail: { stream: { name: 'Front door' } } });
    },
  );

  test('is what its hook said, where the state was not seen', async () => {
    const { writes } = await recordAll(failed);
    const facts = writes.filter(({ after }) => keyText(after).includes('other#'));
    const [announcement] = announce(facts);
    expect(announcement?.detail.stream).toEqual({ ...frontDoor, name: 'Its own', category: 'roof', metadata: null });
  });
});

describe('a detail', () => {
  const large = 'ü"'.repeat(200_000);

  test.each(['liveStreamStarted', 'publishTimeoutError', 'vodReady'])(
    'of %s has at most 200 KB, however large its fields are',
    async (action) => {
      const fields = { streamName: large, category: large, mainTrackId: large, subscriberId: large };
      const metadata = JSON.stringify({ owner: large });
      const state = { ...started, ...fields, metadata };
      const { passed } = await recordAll(state, { ...state, action, vodId: large, vodName: large, timestamp: 5 });
      const announcement = announce(passed).at(-1);
      const bytes = Buffer.byteLength(JSON.stringify(announcement?.detail));
      expect(bytes).toBeLessThanOrEqual(200_000);
      expect(bytes).toBeGreaterThan(190_000);
      expect(announcement?.detail.stream?.metadata).toMatch(/… \[cut: \d+ bytes\]$/);
    },
  );
});

describe('a row that cannot be read', () => {
  test('is reported, and holds up no other', async () => {
    const { passed } = await recordAll(started, ended);
    const [first, second] = passed;
    if (first === undefined || second === undefined) throw new Error('expected two writes');
    const broken = { ...first, after: { ...first.after, ...stateKey('LiveApp', 'cam-2'), metadata: { S: '{' } } };
    const brokenFact = {
      ...second,
      before: undefined,
      after: {
        pk: { S: 'stream#LiveApp#cam-1' },
        sk: { S: 'recording#1#0#k' },
        recording: { S: '{' },
        fields: json({}),
      },
    };
    const reported: TableChange[] = [];
    const announcements = toAnnouncements([first, broken, brokenFact, second], new DescriptionMemory(), (change) =>
      reported.push(change),
    );
    expect(announcements.map(({ 'detail-type': type }) => type)).toEqual(['Stream Started', 'Stream Ended']);
    expect(reported).toEqual([broken, brokenFact]);
  });
});
