import { afterEach, describe, expect, test, vi } from 'vitest';
import { StreamKeyUsage } from '../../lambda/authorising/key-usage.ts';
import { type Item, Table, type Update } from '../../lambda/table/table.ts';
import type { StreamKey } from '../../lambda/tokens/stream-key.ts';
import { readStreamKeyRow, streamKeyKey } from '../../lambda/tokens/stream-key-row.ts';
import { buildStreamKey, putStreamKey } from '../tokens/stream-key.builder.ts';
import { useEngine } from './engine.ts';
import { unreachableClient, unreachableTable } from './unreachable-table.ts';

const engine = useEngine();
const HOUR_MS = 3_600_000;
const HOUR = Date.UTC(2026, 10, 26, 15);

const onError = vi.fn();
afterEach(() => onError.mockClear());

/** A process of the authoriser. The engine may be busy: it has more time than DynamoDB. */
const createProcess = () => new StreamKeyUsage(engine().tokens, onError, 30_000);

let keys = 0;
/** Makes a key that was never used. */
async function createKey(): Promise<StreamKey> {
  const secret = `used-${keys++}`;
  await putStreamKey(engine().tokens, secret);
  return buildStreamKey(secret);
}

/** Returns the hour of a key's last use, and how often it let somebody in. */
async function readUses({ hash }: StreamKey): Promise<[number | null, number] | undefined> {
  const row = await engine().tokens.get(streamKeyKey(hash), true);
  if (row === undefined) return undefined;
  const { lastUsedAt, allowed } = readStreamKeyRow(row);
  return [lastUsedAt, allowed];
}

describe('the uses of a key', () => {
  test('are in its row: the first of an hour at once, the others after the flush', async () => {
    const [usage, key] = [createProcess(), await createKey()];
    await usage.note(key, HOUR + 1);
    expect(await readUses(key)).toEqual([HOUR, 1]);
    await usage.note(key, HOUR + 2);
    await usage.note(key, HOUR + HOUR_MS - 1);
    expect(await readUses(key)).toEqual([HOUR, 1]);
    await usage.note(key, HOUR + HOUR_MS);
    expect(await readUses(key)).toEqual([HOUR + HOUR_MS, 4]);
    await usage.note(key, HOUR + HOUR_MS);
    await usage.flush();
    await usage.flush();
    expect(await readUses(key)).toEqual([HOUR + HOUR_MS, 5]);
    expect(onError).not.toHaveBeenCalled();
  });

  test('are all counted when processes use it at once, in any order of the hours', async () => {
    const key = await createKey();
    const processes = Array.from({ length: 6 }, createProcess);
    const hours = [2, 0, 1, 2, 1, 0];
    await Promise.all(processes.map((usage, n) => usage.note(key, HOUR + (hours[n] ?? 0) * HOUR_MS)));
    await Promise.all(processes.map((usage) => usage.note(key, HOUR + 2 * HOUR_MS)));
    await Promise.all(processes.map((usage) => usage.flush()));
    expect(await readUses(key)).toEqual([HOUR + 2 * HOUR_MS, 12]);
    expect(onError).not.toHaveBeenCalled();
  });

  test('of which the row already has the hour are written by the flush only', async () => {
    const [usage, key] = [createProcess(), await createKey()];
    await createProcess().note(key, HOUR);
    await usage.note({ ...key, lastUsedAt: HOUR }, HOUR + 1);
    expect(await readUses(key)).toEqual([HOUR, 1]);
    await usage.flush();
    expect(await readUses(key)).toEqual([HOUR, 2]);
  });

  test('are written by themselves some seconds later', async () => {
    const [usage, key] = [createProcess(), await createKey()];
    await usage.note(key, HOUR);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await usage.note(key, HOUR);
    vi.advanceTimersByTime(5_000);
    vi.useRealTimers();
    await expect.poll(() => readUses(key)).toEqual([HOUR, 2]);
  });

  test('do not bring a revoked key back', async () => {
    const [usage, key] = [createProcess(), await createKey()];
    await usage.note(key, HOUR);
    await engine().tokens.delete(streamKeyKey(key.hash));
    await usage.note(key, HOUR);
    await usage.note(key, HOUR + HOUR_MS);
    await usage.flush();
    expect(await readUses(key)).toBeUndefined();
    expect(onError).not.toHaveBeenCalled();
  });
});

describe('while the table does not answer', () => {
  test('one use finds out, and the others wait for a later flush', async () => {
    const usage = new StreamKeyUsage(unreachableTable(), onError);
    for (let n = 0; n < 5; n++) await usage.note(buildStreamKey(`key-${n}`), HOUR);
    await usage.flush();
    expect(onError).toHaveBeenCalledTimes(1);
  });

  test.each([
    { what: 'was written', isWritten: true, uses: 2 },
    { what: 'was not written', isWritten: false, uses: 1 },
  ])(
    'a use whose answer is lost is not counted again, if it $what, and the hour is written',
    async ({ isWritten, uses }) => {
      const [key, table] = [await createKey(), new LossyTable(engine().tokens)];
      let up = 0;
      const usage = new StreamKeyUsage(table, onError, 30_000, () => up);
      table.loses = isWritten ? 'answers' : 'requests';
      await usage.note(key, HOUR);
      table.loses = 'nothing';
      up += 4_999;
      await usage.note(key, HOUR + 1);
      await usage.flush();
      expect(await readUses(key)).toEqual(isWritten ? [HOUR, 1] : [null, 0]);
      up += 1;
      await usage.flush();
      expect(await readUses(key)).toEqual([HOUR, uses]);
      expect(onError).toHaveBeenCalledTimes(1);
    },
  );
});

/** A table of which requests, or answers, can be lost. */
class LossyTable extends Table {
  readonly #table: Table;
  loses: 'nothing' | 'requests' | 'answers' = 'nothing';

  constructor(table: Table) {
    super(unreachableClient(), 'tokens');
    this.#table = table;
  }

  override withSignal(): Table {
    return this;
  }

  override async update(key: Item, update: Update): Promise<boolean> {
    const isUpdated = this.loses !== 'requests' && (await this.#table.update(key, update));
    if (this.loses !== 'nothing') throw new Error('connection lost');
    return isUpdated;
  }
}
