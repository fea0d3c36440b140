import { afterEach, expect, test } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { toAnnouncements } from '../../lambda/announcing/announcements.ts';
import { DescriptionMemory } from '../../lambda/announcing/description-memory.ts';
import { readExpected } from '../../lambda/expecting/read-expected.ts';
import { updateExpectations } from '../../lambda/expecting/update-expectations.ts';
import { fold } from '../../lambda/stream/state.ts';
import { boolean, number, text } from '../../lambda/table/attributes.ts';
import { expectedKey, stateKey } from '../../lambda/table/row-keys.ts';
import { toStateRow } from '../../lambda/table/rows/state-row.ts';
import type { Item } from '../../lambda/table/table.ts';
import { isPassed } from '../announcing/passed-changes.ts';
import { expectValid } from '../announcing/valid-announcement.ts';
import { useEngine } from '../table/engine.ts';
import { at, buildEvent, NOW } from '../table/event.builder.ts';
import { buildExpected, plantExpected } from './expected-stream.builder.ts';
import { buildSeen } from './seen-stream.builder.ts';

const engine = useEngine();
const key = expectedKey('LiveApp', 'cam-1');
const clock = (seconds: number) => NOW + seconds * 1_000;
const row = () => engine().streams.get(key, true);

afterEach(async () => {
  await engine().streams.delete(key);
  await engine().streams.delete(stateKey('LiveApp', 'cam-1'));
});

/** Expects the stream to be live, as a command does at a time. */
const plant = (seconds: number, grace = 300) =>
  plantExpected(engine().streams, buildExpected({ addedAt: clock(seconds), grace }));

/** Puts the state after these events, with fields of its start. */
async function putState(events: string, fields: object = {}): Promise<void> {
  const { state, heartbeatReceivedAt } = buildSeen(events);
  const described = fold(
    state,
    buildEvent({ action: 'liveStreamStarted', id: 'cam-1', timestamp: clock(-10_000), ...fields }),
  );
  await engine().streams.put(toStateRow('LiveApp', 'cam-1', { state: described, version: 1, heartbeatReceivedAt }));
}

/** Returns the announcements of a write between two images of the expected stream's row, if it passes the filter. */
function announce(before: Item | undefined, after: Item | undefined): Announcement[] {
  if (after === undefined || !isPassed({ before, after, writtenAt: NOW })) return [];
  const announcements = toAnnouncements(
    [{ before, after, writtenAt: NOW }],
    new DescriptionMemory(),
    (_change, error) => {
      throw error;
    },
  );
  for (const announcement of announcements) expectValid(announcement);
  return announcements;
}

/** Sweeps at a time, and returns what is announced; the row must be written where that is anything. */
async function sweep(seconds: number): Promise<Announcement[]> {
  const before = await row();
  await updateExpectations(engine().streams, () => undefined, clock(seconds));
  return announce(before, await row());
}

/** The types of the announcements of sweeps at these times, with what they say. */
async function textsOf(...seconds: number[]): Promise<string[]> {
  const texts: string[] = [];
  for (const time of seconds)
    for (const { 'detail-type': type, detail } of await sweep(time))
      texts.push(`${type} at ${detail.at} since ${'since' in detail ? detail.since : ''}`);
  return texts;
}

test('a stream that is missing, and back, is announced once each', async () => {
  await plant(0);
  await putState('s10 e100', { streamName: 'Front door', metadata: '{"owner":"ada"}' });
  const common = { version: 1, eventId: expect.any(String), app: 'LiveApp', id: 'cam-1' };
  const stream = { name: 'Front door', category: null, metadata: { owner: 'ada' }, room: null, subscriberId: null };
  const envelope = { source: 'ant-media-webhooks', time: at(0) };
  expect(await sweep(110)).toEqual([]); // it waits
  expect(await sweep(401)).toEqual([
    { ...envelope, 'detail-type': 'Stream Missing', detail: { ...common, at: at(400), stream, since: at(100) } },
  ]);
  expect([await sweep(460), await sweep(520)]).toEqual([[], []]);
  await putState('s10 e100 s530', { streamName: 'Front door', metadata: '{"owner":"ada"}' });
  expect(await sweep(580)).toEqual([
    { ...envelope, 'detail-type': 'Stream Back', detail: { ...common, at: at(530), stream, since: at(530) } },
  ]);
  expect([await sweep(640), await sweep(700)]).toEqual([[], []]);
});

test('a stream that waits, and is live again within its grace, is announced never', async () => {
  await plant(0);
  await putState('s10 e100');
  expect(await textsOf(110, 200)).toEqual([]);
  await putState('s10 e100 s210');
  expect(await textsOf(260)).toEqual([]);
});

test('a missing stream that is live only between two sweeps stays missing', async () => {
  await plant(0);
  await putState('s10 e100');
  expect(await textsOf(401)).toEqual([`Stream Missing at ${at(400)} since ${at(100)}`]);
  await putState('s10 e100 s410 e440');
  expect(await textsOf(460, 800)).toEqual([]);
  await putState('s10 e100 s410 e440 s900');
  expect(await textsOf(920)).toEqual([`Stream Back at ${at(900)} since ${at(900)}`]);
});

test('a stream that was never seen is missing since it was added, and nothing is known of it', async () => {
  await plant(0);
  const [missing] = await sweep(301);
  expect(missing).toMatchObject({ 'detail-type': 'Stream Missing', detail: { at: at(300), since: at(0) } });
  expect(Object.values(missing?.detail.stream ?? {})).toEqual([null, null, null, null, null]);
});

test('a stream whose grace was over when it was added became missing then', async () => {
  await putState('s10 e100');
  await plant(5_000);
  expect(await textsOf(5_010)).toEqual([`Stream Missing at ${at(5_000)} since ${at(100)}`]);
});

test('another grace, and an end of the expectation, are announced never', async () => {
  await plant(0);
  await sweep(301);
  const missing = await row();
  await plant(0, 900);
  const patient = await row();
  expect(announce(missing, patient)).toEqual([]);
  expect(patient && isPassed({ before: missing, after: patient, writtenAt: NOW })).toBe(false);
  expect(await textsOf(310, 901)).toEqual([]); // it waits, and is missing again: it was not back
  await engine().streams.delete(key);
  await plant(950);
  expect(await textsOf(960)).toEqual([]);
});

test('each absence has announcements with ids of their own', async () => {
  await plant(0);
  const ids: string[] = [];
  for (const [seconds, events] of [
    [401, 's10 e100'],
    [510, 's10 e100 s500'],
    [1_000, 's500 e600'],
    [1_110, 's1100'],
  ] as const) {
    await putState(events);
    ids.push(...(await sweep(seconds)).map(({ detail }) => detail.eventId));
  }
  expect(new Set(ids).size).toBe(4);
});

test('what describes the stream is cut, and does not stay in the row', async () => {
  const large = 'x'.repeat(30_000);
  await plant(0);
  await putState('s10 e100', { streamName: large, category: large, metadata: JSON.stringify({ owner: large }) });
  const small = JSON.stringify(await row()).length;
  const [missing] = await sweep(401);
  expect(missing?.detail.stream?.name).toMatch(/^x+… \[cut: 30002 bytes\]$/);
  expect(Buffer.byteLength(JSON.stringify(missing))).toBeLessThan(8_000);
  await sweep(460);
  expect(JSON.stringify(await row()).length).toBeLessThan(small + 200);
  const after = await row();
  await sweep(520);
  expect(await row()).toEqual(after);
});

test('a row that an older release wrote is put right: one that is missing is announced, one that is back as well', async () => {
  await plant(0);
  await putState('s10 e100');
  const old = (await row()) ?? {};
  const known = (state: string, seconds: number) => ({ state: text(state), since: number(clock(seconds)) });
  await engine().streams.put({ ...old, ...known('missing', 100) });
  expect(await textsOf(500, 560)).toEqual([`Stream Missing at ${at(400)} since ${at(100)}`]);
  await putState('s10 e100 s530');
  await engine().streams.put({ ...old, ...known('live', 530), isMissing: boolean(true) });
  expect(await textsOf(580, 640)).toEqual([`Stream Back at ${at(530)} since ${at(530)}`]);
  expect(await readExpected(engine().streams)).toEqual([
    buildExpected({ known: { state: 'live', since: clock(530) } }),
  ]);
});
