import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { toMessage } from '../lambda/hook/message.ts';
import { readMessage } from '../lambda/hook/read-message.ts';
import type { StreamEvent } from '../lambda/stream/event.ts';
import { toEventRow } from '../lambda/table/rows/event-row.ts';
import type { Item } from '../lambda/table/table.ts';
import { bodyOf, captures, contentTypeOf } from './capture.ts';
import { root } from './exec.ts';

/** A row of the table of the history: days, `byDay`, GB of the table and of the index, dollars a month. */
const ROW = /^\| (\d+) \| (on|off) \| ([\d.]+) GB \| ([\d.]+|0) GB \| \*\*\$([\d.]+)\*\* \|$/gm;

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const rows = [...page.matchAll(ROW)].map(([, ...cells]) => cells);

/** Dollars for a GB and month, of the table and its index, and of the table's backups. */
const STORAGE_PRICE = 0.25;
const BACKUP_PRICE = 0.2;
/** The bytes that DynamoDB adds to each item, of a table or of an index. */
const OVERHEAD = 100;
const DAYS_A_MONTH = 730 / 24;

/** The captured hooks of streams. */
const events = captures().flatMap((capture): StreamEvent[] => {
  const request = {
    bytes: bodyOf(capture),
    contentType: contentTypeOf(capture),
    receivedAt: Date.now(),
    requestId: 'r',
  };
  const hook = readMessage(toMessage({ app: 'LiveApp', token: 'token', address: '203.0.113.9', ...request }));
  return hook.type === 'stream' ? [hook] : [];
});
const startsAndEnds = events.filter(({ action }) => /^liveStream(Started|Ended)$/.test(action));
const recordings = events.filter(({ action }) => action === 'vodReady');

/** Returns the size of an item as DynamoDB counts it. */
const sizeOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOfValue(value), OVERHEAD);

function sizeOfValue({ S, N, BOOL }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.length / 2) + 1;
  if (BOOL !== undefined) return 1;
  throw new Error('expected a text, a number or a boolean');
}

/** Returns the mean bytes of a row, and of its entry in the index. */
function sizesOf(some: readonly StreamEvent[], byDay: boolean) {
  const items = some.map((event) => toEventRow(event, 62, byDay));
  const mean = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const entries = items.map(({ pk, sk, statusKey, statusPosition }) =>
    pk && sk && statusKey && statusPosition ? sizeOf({ pk, sk, statusKey, statusPosition }) : 0,
  );
  return { row: mean(items.map(sizeOf)), entry: mean(entries) };
}

/** Returns the dollars a month for GB of the table and of its index. */
const dollarsOf = (table: number, index: number): number =>
  table * (STORAGE_PRICE + BACKUP_PRICE) + index * STORAGE_PRICE;

test('docs/operations.md has the cost of storing the history for 30 and 62 days', () =>
  expect(rows.map(([days, byDay]) => `${days} ${byDay}`)).toEqual(['30 off', '30 on', '62 off', '62 on']));

test.each(rows)(
  'a million starts and ends a month, stored for %s days with byDay %s, take %s GB',
  (days, byDay, ...cells) => {
    const millions = Number(days) / DAYS_A_MONTH;
    const { row, entry } = sizesOf(startsAndEnds, byDay === 'on');
    const [table, index] = [(millions * row) / 1000, (millions * entry) / 1000];
    expect(cells).toEqual([table.toFixed(2), index === 0 ? '0' : index.toFixed(2), dollarsOf(table, index).toFixed(2)]);
  },
);

test('a million recordings, which do not expire, cost what the page says', () => {
  const { row, entry } = sizesOf(recordings, true);
  expect(page).toContain(`$${dollarsOf(row / 1000, entry / 1000).toFixed(2)} a month for each million that is stored`);
});
