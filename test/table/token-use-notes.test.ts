import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTokenUses } from '../../cli/tokens/token-uses.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { startOfHour, tokenUseKey } from '../../lambda/table/row-keys.ts';
import type { Item, Update } from '../../lambda/table/table.ts';
import { TokenUseNotes } from '../../lambda/table/token-use-notes.ts';
import { measureRequests } from '../dynamodb/request-costs.ts';
import { useEngine } from './engine.ts';
import { buildHook, NOW } from './event.builder.ts';
import { InMemoryTable } from './in-memory-table.ts';

const engine = useEngine();
const HOUR = 3_600_000;

/** Starts a process, which records alarms of a media server that came so many ms after `NOW`: two rows each, and the app once. */
function startProcess() {
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });
  return async (tokenHash: string | undefined, ms: number) => {
    const hook = buildHook({ action: 'highResourceUsage', host: 'media-1', timestamp: NOW + ms }, 'used', NOW + ms);
    const record = () => recorder.record(engine().streams, hook, tokenHash);
    const { units, roundTrips, refusedWrites } = await measureRequests(engine().client, record);
    return { writes: units.length, roundTrips, refusedWrites };
  };
}

const readHour = async (tokenHash: string) => (await readTokenUses(engine().streams)).get(tokenHash);

test('the hour of a hook is noted for its token once an hour by each process, in the round trip of the hook', async () => {
  const record = startProcess();
  await record(undefined, 0); // lists the app
  const [noting, only] = [
    { writes: 3, roundTrips: 1, refusedWrites: 0 },
    { writes: 2, roundTrips: 1, refusedWrites: 0 },
  ];
  expect(await record('once', 1)).toEqual(noting);
  expect(await record('once', HOUR - 1)).toEqual(only);
  expect(await readHour('once')).toBe(NOW);
  expect(await record('other', 2)).toEqual(noting);
  expect(await record('once', HOUR)).toEqual(noting);
  expect(await record('once', HOUR - 2)).toEqual(only);
  expect(await readHour('once')).toBe(NOW + HOUR);
  expect(await readHour('other')).toBe(NOW);
});

test('a hook without the hash of its token notes nothing', async () => {
  const before = await readTokenUses(engine().streams);
  await startProcess()(undefined, 20 * HOUR);
  expect(await readTokenUses(engine().streams)).toEqual(before);
});

test('an old hook that another process replays does not move the hour back', async () => {
  const [receiver, replayer] = [startProcess(), startProcess()];
  await receiver('replayed', 5 * HOUR);
  expect(await replayer('replayed', 2 * HOUR)).toMatchObject({ roundTrips: 1, refusedWrites: 1 });
  expect(await readHour('replayed')).toBe(NOW + 5 * HOUR);
  expect(await replayer('replayed', 3 * HOUR)).toMatchObject({ refusedWrites: 1 });
  expect(await replayer('replayed', 6 * HOUR)).toMatchObject({ refusedWrites: 0 });
  expect(await readHour('replayed')).toBe(NOW + 6 * HOUR);
});

test('a note expires 400 days after its hour', async () => {
  await startProcess()('expiring', 30 * 60_000);
  const row = await engine().streams.get(tokenUseKey('expiring'));
  expect(Number(row?.expiresAt?.N) * 1_000).toBe(NOW + 400 * 24 * HOUR);
});

/** A table that refuses to note, until it is mended, and counts how often it noted. */
class NotingTable extends InMemoryTable {
  isBroken = false;
  noted = 0;

  override async update(key: Item, update: Update): Promise<boolean> {
    if (key.pk?.S !== 'tokenUses') return super.update(key, update);
    if (this.isBroken) throw new Error('not noted');
    this.noted++;
    return super.update(key, update);
  }
}

test('a hook that cannot be noted is not recorded, and is noted with the next one', async () => {
  const table = new NotingTable();
  table.isBroken = true;
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: false, byDay: true });
  const record = () => recorder.record(table, buildHook({ action: 'highResourceUsage', host: 'media-1' }), 'hash');
  await expect(record()).rejects.toThrow('not noted');
  table.isBroken = false;
  await record();
  await record();
  expect(table.noted).toBe(1);
});

test('a process remembers a thousand tokens', async () => {
  const table = new NotingTable();
  const notes = new TokenUseNotes();
  const noteAll = async (count: number) => {
    for (let n = 0; n < count; n++) await notes.note(table, `hash-${n}`, NOW);
    return table.noted;
  };
  expect(await noteAll(1_000)).toBe(1_000);
  expect(await noteAll(1_000)).toBe(1_000);
  expect(await noteAll(1_001)).toBe(1_001);
  expect(await noteAll(1)).toBe(1_002);
});

test('however hooks are spread over processes and in whatever order, the hour of the latest is noted', async () => {
  const hooks = fc.array(fc.record({ process: fc.nat(2), token: fc.constantFrom('a', 'b'), at: fc.nat(10 * HOUR) }), {
    minLength: 1,
    maxLength: 12,
  });
  let runs = 0;
  const property = fc.asyncProperty(hooks, fc.boolean(), async (received, isAtOnce) => {
    const run = runs++;
    const processes = [new TokenUseNotes(), new TokenUseNotes(), new TokenUseNotes()];
    const note = ({ process, token, at }: (typeof received)[number]) =>
      processes[process]?.note(engine().streams, `${run}-${token}`, NOW + at);
    if (isAtOnce) await Promise.all(received.map(note));
    else for (const hook of received) await note(hook);
    for (const token of ['a', 'b']) {
      const hours = received.filter((hook) => hook.token === token).map(({ at }) => startOfHour(NOW + at));
      expect(await readHour(`${run}-${token}`)).toBe(hours.length === 0 ? undefined : Math.max(...hours));
    }
  });
  await fc.assert(property, { numRuns: 40 });
});
