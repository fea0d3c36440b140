import { expectedKey } from '../../lambda/table/row-keys.ts';
import { type ExpectedStream, expectUpdate, readExpectedRow } from '../../lambda/table/rows/expected-row.ts';
import type { Table } from '../../lambda/table/table.ts';
import { NOW } from '../table/event.builder.ts';

/** Builds a stream that is expected within 300 s. */
export const buildExpected = (overrides: Partial<ExpectedStream> = {}): ExpectedStream => ({
  ...{ app: 'LiveApp', id: 'cam-1', grace: 300, addedAt: NOW },
  ...overrides,
});

/** Expects streams to be live, as `npm run expect -- add` does. */
export async function plantExpected(table: Table, ...expected: readonly ExpectedStream[]): Promise<void> {
  for (const stream of expected) await table.update(expectedKey(stream.app, stream.id), expectUpdate(stream));
}

/** Reads what is stored of an expected stream; undefined when it is not expected. */
export async function readPlanted(table: Table, app: string, id: string): Promise<ExpectedStream | undefined> {
  const row = await table.get(expectedKey(app, id), true);
  return row && readExpectedRow(row);
}
