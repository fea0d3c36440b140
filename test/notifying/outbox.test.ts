import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import type { StreamMemory } from '../../lambda/notifying/notification.ts';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { streamKeyOf } from '../../lambda/notifying/planning/plan.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { buildEnded, buildRecording, buildStarted } from './delivered-announcement.builder.ts';
import { NOON } from './delivery-world.ts';
import { MortalTable } from './mortal-table.ts';
import { useNotificationsTable } from './use-notifications-table.ts';

const table = useNotificationsTable();

const outbox = () => new Outbox(table());
const createName = () => `r-${randomUUID()}`;
const toEntry = (announcement: Announcement) => ({ announcement, receivedAt: NOON, retryAt: 0, refusals: 0, isResent: false }); // biome-ignore format: a line
const [MINUTE, DAY] = [60_000, 86_400_000];

test('adds each announcement once while it waits, and lists them by time, then by sequence', async () => {
  const name = createName();
  const later = buildEnded({ at: NOON + 1 });
  const [first, second] = [buildStarted({ at: NOON, sequence: 9 }), buildEnded({ at: NOON, sequence: 10 })];
  await outbox().add(name, [later, second, first], NOON);
  await outbox().add(name, [first, { ...first, time: '2026-11-26T12:00:00Z' }], NOON + MINUTE);
  const { entries, more } = await outbox().pending(name);
  expect(entries.map(({ announcement }) => announcement)).toEqual([first, second, later]);
  expect(entries[0]).toEqual({ announcement: first, receivedAt: NOON, retryAt: 0, refusals: 0, isResent: false });
  expect(more).toBe(false);
});

test('remembers what the last step of each stream leaves, then removes the entries', async () => {
  const name = createName();
  const announcements = [
    buildStarted({ at: NOON }),
    buildEnded({ at: NOON + 1 }),
    buildRecording({ at: NOON, id: 'x'.repeat(2_000) }),
  ];
  await outbox().add(name, announcements, NOON);
  const { entries } = await outbox().pending(name);
  const remember = (sequence: number, flappingToldAt: number | null): StreamMemory => ({
    sequence,
    starts: [sequence],
    flappingToldAt,
    isEndTold: sequence > 2,
  });
  const of = (type: string) => entries.filter(({ announcement }) => announcement['detail-type'] === type);
  await outbox().settle(
    name,
    [
      { entries: of('Stream Started'), told: null, memory: remember(1, null) },
      { entries: of('Recording Ready'), told: null, memory: remember(3, NOON) },
      { entries: of('Stream Ended'), told: null, memory: remember(2, null) },
    ],
    NOON,
  );
  const asked = [...announcements, buildStarted({ at: NOON, id: 'never' })];
  const [cam1 = '', , long = ''] = asked.map(streamKeyOf);
  const { streams, told } = await outbox().memories(name, asked.map(toEntry));
  expect(streams).toEqual(
    new Map([
      [cam1, remember(2, null)],
      [long, remember(3, NOON)],
    ]),
  );
  expect(told.size).toBe(0);
  expect(await outbox().counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
});

test('remembers before it removes: a process that dies between leaves the entry', async () => {
  const [name, memory] = [createName(), { sequence: 1, starts: [], flappingToldAt: null, isEndTold: false }];
  await outbox().add(name, [buildStarted({ at: NOON })], NOON);
  const { entries } = await outbox().pending(name);
  const dying = new Outbox(new MortalTable(table(), 1, false));
  await expect(dying.settle(name, [{ entries, told: null, memory }], NOON)).rejects.toThrow('has died');
  expect(await outbox().counts(name)).toEqual({ waiting: 1, deadLetters: 0 });
  expect((await outbox().memories(name, entries)).streams.size).toBe(1);
});

test('reads what is remembered of more streams than one command can', async () => {
  const name = createName();
  const announcements = Array.from({ length: 110 }, (_, n) => buildStarted({ at: NOON, id: `cam-${n}` }));
  const steps = announcements.map((announcement, sequence) => ({
    entries: [toEntry(announcement)],
    told: null,
    memory: { sequence, starts: [], flappingToldAt: null, isEndTold: true },
  }));
  await outbox().settle(name, steps, NOON);
  const { streams } = await outbox().memories(name, announcements.map(toEntry));
  expect([...streams.values()].map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual([
    ...announcements.keys(),
  ]);
});

test('reads 5 000 of what waits at a time', async () => {
  const [name, many] = [createName(), new Outbox(new InMemoryTable())];
  const announcements = Array.from({ length: 5_003 }, (_, n) => buildStarted({ at: NOON + n }));
  await many.add(name, announcements, NOON);
  const { entries, more } = await many.pending(name);
  expect([entries.length, more]).toEqual([5_000, true]);
  expect(await many.counts(name)).toEqual({ waiting: 5_003, deadLetters: 0 });
  expect(await many.counts(name, 1_000)).toEqual({ waiting: 1_000, deadLetters: 0 });
});

test('holds an entry that was refused, unless it was removed', async () => {
  const name = createName();
  await outbox().add(name, [buildStarted({ at: NOON })], NOON);
  const [entry] = (await outbox().pending(name)).entries;
  if (entry === undefined) throw new Error('expected an entry');
  await outbox().hold(name, entry, NOON + MINUTE);
  expect((await outbox().pending(name)).entries).toEqual([{ ...entry, retryAt: NOON + MINUTE, refusals: 1 }]);
  await outbox().discard(name);
  await outbox().hold(name, entry, NOON + MINUTE);
  expect((await outbox().pending(name)).entries).toEqual([]);
});

test('buries entries, and lets them wait again as they are', async () => {
  const name = createName();
  const [started, ended] = [buildStarted({ at: NOON }), buildEnded({ at: NOON + 1 })];
  await outbox().add(name, [started, ended], NOON);
  const { entries } = await outbox().pending(name);
  await outbox().bury(name, entries, 'answered 500', NOON + DAY);
  expect(await outbox().counts(name)).toEqual({ waiting: 0, deadLetters: 2 });
  expect(await outbox().resend(name, NOON + 2 * DAY)).toBe(2);
  expect(await outbox().counts(name)).toEqual({ waiting: 2, deadLetters: 0 });
  expect((await outbox().pending(name)).entries).toMatchObject([
    { announcement: started, receivedAt: NOON + 2 * DAY, refusals: 0, isResent: true },
    { announcement: ended, receivedAt: NOON + 2 * DAY, refusals: 0, isResent: true },
  ]);
});

test('grants one lease at a time, and none before the next try', async () => {
  const name = createName();
  const lease = await outbox().workers.acquire(name, NOON);
  if (lease === null) throw new Error('expected a lease');
  expect(await outbox().workers.acquire(name, NOON + 39_999)).toBeNull();
  const health = {
    ...{ failures: 3, retryAt: NOON + MINUTE, failingSince: NOON },
    lastAnswer: { at: NOON, ok: false, text: 'answered 500' },
  };
  await outbox().workers.release(lease, health, NOON);
  expect(await outbox().workers.state(name)).toEqual({ ...health, wakeAt: null, leaseUntil: 0 });
  expect(await outbox().workers.acquire(name, NOON + MINUTE - 1)).toBeNull();
  expect(await outbox().workers.acquire(name, NOON + MINUTE)).not.toBeNull();
  await outbox().workers.recordWake(name, NOON + DAY, NOON + MINUTE);
  expect(await outbox().workers.state(name)).toMatchObject({ wakeAt: NOON + DAY, leaseUntil: NOON + MINUTE + 40_000 });
  await outbox().workers.breakLease(name, NOON + MINUTE);
  expect(await outbox().workers.acquire(name, NOON + MINUTE)).not.toBeNull();
});

test('forgets the wake that is answered, and none to a later time', async () => {
  const name = createName();
  await outbox().workers.recordWake(name, NOON + DAY, NOON);
  expect(await outbox().workers.acquire(name, NOON + MINUTE)).not.toBeNull();
  expect((await outbox().workers.state(name)).wakeAt).toBe(NOON + DAY);
  await outbox().workers.breakLease(name, NOON + MINUTE);
  expect(await outbox().workers.acquire(name, NOON + MINUTE, NOON + DAY)).not.toBeNull(); // where the clock is behind
  expect((await outbox().workers.state(name)).wakeAt).toBeNull();
});

test('discards all that it has of a recipient', async () => {
  const [name, other] = [createName(), createName()];
  for (const one of [name, other]) {
    await outbox().add(one, [buildStarted({ at: NOON }), buildEnded({ at: NOON })], NOON);
    const [first, second] = (await outbox().pending(one)).entries;
    if (first === undefined || second === undefined) throw new Error('expected two entries');
    await outbox().bury(one, [first], 'answered 500', NOON);
    await outbox().settle(one, [{ entries: [], told: null, memory: null }], NOON);
    await outbox().workers.acquire(one, NOON);
  }
  await outbox().discard(name);
  expect(await outbox().counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
  expect((await outbox().workers.state(name)).leaseUntil).toBe(0);
  expect(await outbox().counts(other)).toEqual({ waiting: 1, deadLetters: 1 });
});

test('passes a test on to the running receiver, and its outcome back', async () => {
  const [id, late] = [randomUUID(), randomUUID()];
  await outbox().tests.request(late, 'team', NOON - MINUTE);
  await outbox().tests.request(id, 'team', NOON);
  expect(await outbox().tests.list(NOON)).toEqual([{ id, recipient: 'team', requestedAt: NOON }]);
  expect(await outbox().tests.read(id)).toBeUndefined();
  const outcome = { ok: true, text: 'answered 200', ms: 12, refusedContent: false, retryAfterMs: null };
  await outbox().tests.answer(id, outcome, NOON);
  expect(await outbox().tests.read(id)).toEqual(outcome);
  expect(await outbox().tests.list(NOON)).toEqual([]);
  await outbox().tests.list(NOON + DAY);
  expect(await outbox().tests.read(id)).toBeUndefined(); // it has expired
  await outbox().tests.answer('asked-elsewhere', outcome, NOON);
  expect(await outbox().tests.read('asked-elsewhere')).toEqual(outcome);
  expect(await outbox().tests.list(NOON)).toEqual([]);
});

test('has rows that expire, with the stream that they are about', async () => {
  const name = createName();
  await outbox().add(name, [buildStarted({ at: NOON })], NOON);
  const { items } = await table().query({
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: `pending#${name}` } },
  });
  expect(items).toMatchObject([
    { app: { S: 'LiveApp' }, id: { S: 'cam-1' }, expiresAt: { N: String((NOON + 14 * DAY) / 1_000) } },
  ]);
});
