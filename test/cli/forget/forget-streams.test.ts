import { isDeepStrictEqual } from 'node:util';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { describe, expect, test, vi } from 'vitest';
import { forgetStreams, forgottenClasses } from '../../../cli/forget/forget-streams.ts';
import { hasRefusals } from '../../../cli/forget/remove-refusals.ts';
import { Outbox } from '../../../lambda/notifying/outbox/outbox.ts';
import { recordPresumedEnd } from '../../../lambda/table/record-presumed-end.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { type StreamRowClass, stateKey } from '../../../lambda/table/row-keys.ts';
import { createRow } from '../../../lambda/table/rows/refusal-rows.ts';
import type { Item, Table } from '../../../lambda/table/table.ts';
import { connect } from '../../../local/database/database.ts';
import { NOTIFICATIONS_TABLE, STREAMS_TABLE } from '../../../local/database/embedded-tables.ts';
import { buildExpected, plantExpected } from '../../expecting/expected-stream.builder.ts';
import { buildEnded, buildStarted } from '../../notifying/delivered-announcement.builder.ts';
import { useEngine } from '../../table/engine.ts';
import { buildEvent, buildHook, NOW, RECEIVED_AT } from '../../table/event.builder.ts';

const engine = useEngine();
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: true, healthHistory: true, byDay: true });
const record = (fields: object, app = 'LiveApp') => recorder.record(engine().streams, buildHook(fields, app));
const table = () => ({ client: engine().client, name: STREAMS_TABLE, notifications: NOTIFICATIONS_TABLE });

async function scan(tables = [STREAMS_TABLE, NOTIFICATIONS_TABLE]): Promise<Item[]> {
  const rows: Item[] = [];
  for (const TableName of tables)
    for await (const { Items = [] } of paginateScan({ client: engine().client }, { TableName })) rows.push(...Items);
  return rows.sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
}
/** Stores refusals of somebody who asked for this id, for two reasons. */
async function refuse(app: string, id: string, at = NOW): Promise<void> {
  for (const reason of ['noKey', 'unknownKey'] as const) {
    const { key, update } = createRow({ app, id, use: 'publish', reason, at }, 30);
    await engine().streams.update(key, update);
  }
}

const keyOf = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`;
const classOf = ({ pk, sk }: Item): string | undefined => {
  if (/^(pending|dead|memory)#/.test(pk?.S ?? '')) return 'notification';
  if (pk?.S?.startsWith('refusals#')) return 'refusal';
  return pk?.S === 'expected' ? 'expected' : sk?.S?.split('#')[0];
};

/** For each class of rows, a hook that writes one. */
const hookForClass: Record<
  Exclude<StreamRowClass, 'presumed'>,
  { readonly action: string; readonly [field: string]: unknown }
> = {
  state: { action: 'liveStreamStarted', timestamp: NOW },
  lifecycle: { action: 'liveStreamStarted', timestamp: NOW },
  health: { action: 'liveStreamStatus', timestamp: NOW + 1_000, speed: 1 },
  recording: { action: 'vodReady', timestamp: NOW + 2_000, vodId: 'v1' },
  track: { action: 'subtrackAddedInTheMainTrack', timestamp: NOW + 3_000 },
  other: { action: 'playStarted', timestamp: NOW + 4_000 },
  copy: { action: 'liveStreamEnded', timestamp: RECEIVED_AT + 300_000 },
};

/** Stores what waits for two recipients, a dead letter and a memory of a stream. */
async function storeNotifications(app: string, id: string): Promise<void> {
  const outbox = new Outbox(engine().notifications);
  const [started, ended] = [buildStarted({ app, id, at: NOW }), buildEnded({ app, id, at: NOW + 1 })];
  const entriesOfStarted = async (name: string) =>
    (await outbox.pending(name)).entries.filter(({ announcement }) => isDeepStrictEqual(announcement, started));
  for (const name of ['program', 'team']) await outbox.add(name, [started, ended], NOW);
  await outbox.bury('program', await entriesOfStarted('program'), 'answered 500', NOW);
  const memory = { sequence: NOW, starts: [], flappingToldAt: null, isEndTold: false };
  await outbox.settle('team', [{ entries: await entriesOfStarted('team'), told: null, memory }], NOW);
}

/** Records a row of each class for a stream (or a room, where the action is a room's), expects it, and returns the classes written. */
async function recordEachClass(app: string, id: string): Promise<Set<string | undefined>> {
  const before = new Set((await scan()).map(keyOf));
  for (const hook of Object.values(hookForClass)) await record({ id, mainTrackId: id, ...hook }, app);
  await recordPresumedEnd(engine().streams, { app, id, at: NOW, cause: 'silence', receivedAt: RECEIVED_AT }, 30, true);
  await plantExpected(engine().streams, buildExpected({ app, id }));
  await storeNotifications(app, id);
  await refuse(app, id);
  const made = (await scan()).filter((row) => !before.has(keyOf(row)));
  return new Set(made.map(classOf));
}

describe('forgetting a stream', () => {
  test.each([
    { what: 'an ordinary one', app: 'LiveApp', id: 'cam-1' },
    { what: 'one with special characters', app: 'Live App', id: '0/tëst#?x=1 %2F' },
    { what: 'one whose id is too long for a key', app: 'LiveApp', id: 'ü'.repeat(400) },
  ])('removes its rows of every class, and no others: $what', async ({ app, id }) => {
    await recordEachClass(app, `${id}0`);
    await recordEachClass('Other', id);
    await record({ action: 'highResourceUsage', host: id }, app);
    const others = await scan();
    expect(await recordEachClass(app, id)).toEqual(new Set(forgottenClasses));
    const removed = await forgetStreams(table(), [{ app, id }], 0);
    expect(await scan()).toEqual(others);
    expect(Object.keys(removed).sort()).toEqual(forgottenClasses.toSorted());
    expect(removed).toMatchObject({ expected: 1, notification: 4, refusal: 2 });
  });

  test('that was never let in removes its refusals, of each minute, and no others', async () => {
    await refuse('LiveApp', 'refused-1');
    await refuse('Other', 'refused');
    const others = await scan();
    for (const minute of [0, 1, 2]) await refuse('LiveApp', 'refused', NOW + minute * 60_000);
    expect(await hasRefusals(table(), { app: 'LiveApp', id: 'refused' })).toBe(true);
    expect(await forgetStreams(table(), [{ app: 'LiveApp', id: 'refused' }], 0)).toEqual({ refusal: 6 });
    expect(await scan()).toEqual(others);
    expect(await hasRefusals(table(), { app: 'LiveApp', id: 'refused' })).toBe(false);
  });

  test('removes refusals behind more than one page', async () => {
    for (let n = 0; n < 60; n += 1) await refuse('Paged', `other-${n}`, NOW);
    await refuse('Paged', 'paged');
    const client = connect(engine().endpoint);
    let pages = 0;
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'QueryCommand') Object.assign(args.input, { Limit: 25 });
          if (commandName === 'QueryCommand') pages += 1;
          return next(args);
        },
      { step: 'initialize', name: 'readsSmallPages' },
    );
    expect(await forgetStreams({ ...table(), client }, [{ app: 'Paged', id: 'paged' }], 0)).toEqual({ refusal: 2 });
    expect(pages).toBeGreaterThan(4);
    client.destroy();
  });

  test('that was never seen removes what is expected of it', async () => {
    const others = await scan();
    await plantExpected(engine().streams, buildExpected({ id: 'never-seen' }));
    expect(await forgetStreams(table(), [{ app: 'LiveApp', id: 'never-seen' }], 0)).toEqual({ expected: 1 });
    expect(await scan()).toEqual(others);
  });

  test('removes more rows than one page has', async () => {
    const ROWS = 120;
    const others = await scan();
    for (let beat = 0; beat < ROWS; beat += 1)
      await record({ action: 'liveStreamStatus', id: 'many', timestamp: NOW + beat * 100 });
    const removed = await forgetStreams(table(), [{ app: 'LiveApp', id: 'many' }], 0);
    expect(removed).toMatchObject({ state: 1, other: ROWS });
    expect(await scan()).toEqual(others);
  });
});

describe('while hooks are still arriving', () => {
  test('a hook in flight leaves no incomplete stream', async () => {
    const others = await scan([STREAMS_TABLE]);
    const event = buildEvent({ action: 'liveStreamStarted', id: 'in-flight', timestamp: NOW });
    const rowIsThere = async () => (await scan([STREAMS_TABLE])).length > others.length;
    const slow = delayUpdates(engine().streams, () =>
      vi.waitFor(async () => expect(await rowIsThere()).toBe(false), 5_000),
    );
    const recorded = recorder.record(slow, event);
    await vi.waitFor(async () => expect(await rowIsThere()).toBe(true), 5_000);
    expect(await forgetStreams(table(), [event])).toEqual({ lifecycle: 1, state: 1 });
    expect(await recorded).toBe('recorded');
    expect(await scan([STREAMS_TABLE])).toEqual(others);
  });

  test('forgetting ends with an error when they do not stop', async () => {
    const client = connect(engine().endpoint);
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'QueryCommand') await engine().streams.put(stateKey('LiveApp', 'noisy'));
          return next(args);
        },
      { step: 'initialize', name: 'putsBeforeEachRound' },
    );
    const forgotten = forgetStreams({ ...table(), client }, [{ app: 'LiveApp', id: 'noisy' }], 0);
    await expect(forgotten).rejects.toThrow(/^Hooks are still arriving: 6 rows were removed/);
    client.destroy();
  });
});

test('a stream whose notifications cannot be removed stays, so that it can be forgotten again', async () => {
  await record({ ...hookForClass.state, id: 'denied' });
  const client = connect(engine().endpoint);
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === 'ScanCommand') throw new Error('AccessDeniedException');
        return next(args);
      },
    { step: 'initialize', name: 'deniesScans' },
  );
  const rows = await scan();
  await expect(forgetStreams({ ...table(), client }, [{ app: 'LiveApp', id: 'denied' }], 0)).rejects.toThrow('AccessDeniedException'); // biome-ignore format: a line
  expect(await scan()).toEqual(rows);
  client.destroy();
});

/** Wraps the table so that its updates wait for a precondition. */
function delayUpdates(streams: Table, precondition: () => Promise<void>): Table {
  return new Proxy(streams, {
    get: (target, name) => {
      const method = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...args: unknown[]) => {
        if (name === 'update') await precondition();
        return method.apply(target, args);
      };
    },
  });
}
