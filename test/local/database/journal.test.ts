import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Item, Table } from '../../../lambda/table/table.ts';
import { IN_MEMORY } from '../../../local/data-dir/data-dir.ts';
import { connect, type Database, startDatabase } from '../../../local/database/database.ts';
import { STREAMS_TABLE, TOKENS_TABLE } from '../../../local/database/embedded-tables.ts';
import type { Journal } from '../../../local/database/journal.ts';
import { templateOf } from '../../lib/synthesis.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { killDatabase } from './kill-database.ts';

const folder = useTempFolder('journal');

/** Starts a database for one test, with a client of its streams. */
async function start(dataDir: string, journals?: boolean, maxJournalled?: number) {
  const database = await startDatabase(dataDir, undefined, { journals, maxJournalled });
  const client = connect(database);
  let closed: Promise<void> | undefined;
  const close = () => {
    client.destroy();
    closed ??= database.close();
    return closed;
  };
  onTestFinished(close);
  return { database, streams: new Table(client, STREAMS_TABLE), tokens: new Table(client, TOKENS_TABLE), close };
}

function journalOf({ journal }: Database): Journal {
  if (journal === undefined) throw new Error('expected a journal, received none');
  return journal;
}

const readChanges = async (database: Database) => (await journalOf(database).read()).map(({ change }) => change);

const row = (sk: string, attributes: Item = {}): Item => ({
  pk: { S: 'stream#LiveApp#cam-1' },
  sk: { S: sk },
  ...attributes,
});
const moved = (version: number): Item => row('state', { moved: { S: '1' }, version: { N: String(version) } });
const keyOf = ({ pk, sk }: Item) => ({ ...(pk && { pk }), ...(sk && { sk }) });

test('journals the images before and after each write that may be announced, in order', async () => {
  const { database, streams } = await start(join(folder, 'images'));
  const began = Date.now();
  await streams.put(moved(1));
  await streams.update(keyOf(moved(1)), {
    UpdateExpression: 'SET version = :version, #moved = :moved',
    ExpressionAttributeNames: { '#moved': 'moved' },
    ExpressionAttributeValues: { ':version': { N: '2' }, ':moved': { S: '1' } },
  });
  const changes = await readChanges(database);
  expect(changes).toEqual([
    { after: moved(1), writtenAt: expect.any(Number) },
    { before: moved(1), after: moved(2), writtenAt: expect.any(Number) },
  ]);
  for (const { writtenAt } of changes) expect(writtenAt).toBeGreaterThanOrEqual(began);
});

/** Rows of each kind; the first write of the first five is journalled. */
const newRows: Item[] = [
  moved(1),
  row('recording#1', { recording: { S: '{}' } }),
  row('other#1', { error: { S: '{}' } }),
  { pk: { S: 'host#LiveApp#h' }, sk: { S: 'event#1' }, kind: { S: 'highResourceUsage' } },
  row('event#3', { refused: { S: 'publish' } }),
  row('state#unmarked', { version: { N: '1' } }),
  row('other#2', { action: { S: 'playStarted' } }),
  row('event#2', { refused: { S: 'play' } }),
  row('event#1', { kind: { S: 'highResourceUsage' } }), // not of a media server
];

test('journals states with the mark, and the first write of a recording, an error, an event of a media server and a refused publisher', async () => {
  const { database, streams } = await start(join(folder, 'filter'));
  for (const each of newRows) await streams.put(each);
  const records = await journalOf(database).read();
  expect(records.map(({ change }) => change.after)).toEqual(newRows.slice(0, 5));
  await journalOf(database).remove(records);
  for (const each of newRows) await streams.put({ ...each, later: { S: 'x' } });
  expect(await readChanges(database)).toMatchObject([{ before: moved(1) }]);
});

test('journals what the deployed announcer receives', () => {
  const received = (eventName: 'INSERT' | 'MODIFY') =>
    newRows.filter((after) => isReceived({ eventName, dynamodb: { Keys: keyOf(after), NewImage: after } }));
  expect(received('INSERT')).toEqual(newRows.slice(0, 5));
  expect(received('MODIFY')).toEqual([moved(1)]);
});

type Pattern = { readonly [name: string]: Pattern } | (string | { exists?: true; prefix?: string })[];

/** Whether a filter of the deployed mapping lets a record of the table's stream through. */
function isReceived(record: object): boolean {
  const mappings = templateOf().findResources('AWS::Lambda::EventSourceMapping', {
    Properties: { StartingPosition: 'TRIM_HORIZON' },
  });
  const [{ Properties: mapping } = { Properties: undefined }] = Object.values(mappings);
  const filters: { Pattern: string }[] = mapping.FilterCriteria.Filters;
  return filters.some(({ Pattern }) => matches(JSON.parse(Pattern), record));
}

function matches(pattern: Pattern, value: unknown): boolean {
  if (!Array.isArray(pattern)) {
    const members: Record<string, unknown> = { ...Object(value) };
    return Object.entries(pattern).every(([name, inner]) => matches(inner, members[name]));
  }
  return pattern.some((each) => {
    if (typeof each === 'string') return value === each;
    return each.prefix === undefined ? value !== undefined : String(value).startsWith(each.prefix);
  });
}

test('a write that is refused, a row that is deleted and a row of another table are not journalled', async () => {
  const { database, streams, tokens } = await start(join(folder, 'refused'));
  await streams.put(row('state'));
  expect(await streams.put(moved(1), { ConditionExpression: 'attribute_not_exists(pk)' })).toBe(false);
  await streams.delete(keyOf(row('state')));
  await tokens.put({ hash: { S: 'x' }, moved: { S: '1' } });
  expect(await readChanges(database)).toEqual([]);
});

test('records stay until they are removed, over restarts of the database and of the process', async () => {
  const dataDir = join(folder, 'kept');
  const consoleError = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => consoleError.mockRestore());
  const first = await start(dataDir);
  for (const version of [1, 2, 3]) await first.streams.put(moved(version));
  const [oldest, ...later] = await journalOf(first.database).read();
  if (oldest === undefined) throw new Error('expected a record, received none');
  await journalOf(first.database).remove([oldest]);
  const journal = journalOf(first.database);
  await killDatabase(first.database.endpoint);
  await expect(journal.read()).rejects.toThrow('The journal of the embedded database: it has ended');
  await vi.waitFor(async () => expect(await journalOf(first.database).read()).toEqual(later), { timeout: 30_000 });
  await first.streams.put(moved(4));
  await first.close();
  const { database } = await start(dataDir);
  const records = await journalOf(database).read();
  expect(records.map(({ change }) => change.after)).toEqual([moved(2), moved(3), moved(4)]);
  expect(records.map(({ number }) => number)).toEqual([2, 3, 4]);
});

test('reads as many records as fit, and all of them in the end', async () => {
  const { database, streams } = await start(join(folder, 'many'));
  const long = { text: { S: 'x'.repeat(300_000) } };
  const sks = Array.from({ length: 8 }, (_, n) => `recording#${n}`);
  await Promise.all(sks.map((sk) => streams.put(row(sk, { recording: { S: '{}' }, ...long }))));
  const read: (string | undefined)[] = [];
  for (let records = await journalOf(database).read(); records.length > 0; records = await journalOf(database).read()) {
    expect(records.length).toBeLessThanOrEqual(3);
    read.push(...records.map(({ change }) => change.after.sk?.S));
    await journalOf(database).remove(records);
  }
  expect(read.sort()).toEqual(sks);
});

test('says once that there is something to read', async () => {
  const { database, streams } = await start(join(folder, 'changes'));
  const journal = journalOf(database);
  let changes = 0;
  const count = () => {
    changes += 1;
  };
  await journal.read();
  journal.onChange(count);
  expect(changes).toBe(0);
  await Promise.all([1, 2, 3].map((n) => streams.put(row(`recording#${n}`, { recording: { S: '{}' } }))));
  await vi.waitFor(() => expect(changes).toBe(1), 10_000);
  expect(await journal.read()).toHaveLength(3);
  await streams.put(moved(1));
  await vi.waitFor(() => expect(changes).toBe(2), 10_000);
});

test('a database that does not journal has no journal, and removes what an earlier run left', async () => {
  const dataDir = join(folder, 'off');
  const first = await start(dataDir);
  await first.streams.put(moved(1));
  await first.close();
  const off = await start(dataDir, false);
  expect(off.database.journal).toBeUndefined();
  await off.streams.put(moved(2));
  await off.close();
  expect(await readChanges((await start(dataDir)).database)).toEqual([]);
});

test('keeps no more records than its bound, the newest, also over a restart, and says how many are lost', async () => {
  const consoleError = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => consoleError.mockRestore());
  const dataDir = join(folder, 'bounded');
  const first = await start(dataDir, true, 20);
  for (let version = 1; version <= 20; version++) await first.streams.put(moved(version));
  expect(await readChanges(first.database)).toHaveLength(20);
  const records = await journalOf(first.database).read();
  await first.streams.put(moved(21));
  await vi.waitFor(async () => expect(await readChanges(first.database)).toHaveLength(19), 10_000);
  await journalOf(first.database).remove(records.slice(0, 1)); // read before it was dropped
  await first.close();
  const { database, streams } = await start(dataDir, true, 20);
  for (const version of [22, 23]) await streams.put(moved(version));
  await vi.waitFor(async () => expect(await readChanges(database)).toHaveLength(19), 10_000);
  const versions = (await readChanges(database)).map(({ after }) => Number(after.version?.N));
  expect(versions).toEqual(Array.from({ length: 19 }, (_, n) => n + 5));
  const lost = expect.stringMatching(/^Announcements of the oldest 2 writes are lost: expected DATA_DIR/);
  expect(consoleError.mock.calls).toEqual([[lost], [lost]]);
});

test('a database in memory has no journal', async () => {
  expect((await start(IN_MEMORY)).database.journal).toBeUndefined();
});
