import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'vitest';
import { noteCoverage } from '../../cli/deploy/note-coverage.ts';
import { readCoverage, writeCoverage } from '../../lambda/table/coverage.ts';
import { Table } from '../../lambda/table/table.ts';
import { exec } from '../exec.ts';
import { accountEnv, clientConfig } from './account.ts';
import type { StackUnderTest } from './stack-under-test.ts';

/** Sends a request of a path to the read API. */
type Read = (path: string) => Promise<Response>;

const DAY_MS = 86_400_000;

/** Gives the rows that earlier releases stored their keys of the index by day, as a user does a quarter of an hour after the update. */
export async function backfill(stack: StackUnderTest): Promise<string> {
  await endUpdate(stack);
  const args = ['run', '--silent', 'backfill', '--', '--yes', '--stack', stack.name];
  return exec('npm', args, { env: accountEnv(stack.endpoint) });
}

/** Notes the update, as `npm run deploy` does, and lets the time pass in which the release before may still store rows. */
async function endUpdate(stack: StackUnderTest): Promise<void> {
  const client = new DynamoDBClient(clientConfig(stack.endpoint));
  const tableName = await stack.readOutput('StreamsTableName');
  await noteCoverage(client, tableName, async () => ({ BY_DAY: 'true', HISTORY_DAYS: '62' }));
  const table = new Table(client, tableName);
  const coverage = await readCoverage(table, true);
  if (coverage) await writeCoverage(table, { ...coverage, since: Date.now() }, coverage);
  client.destroy();
}

/** Returns the ended sessions that each stream lists as its own, as texts. */
export async function readOwnSessions(read: Read): Promise<string[]> {
  const { rows: streams } = await readPages(read, '/streams?limit=100', 'streams');
  const sessions: string[] = [];
  for (const { app, id } of streams) {
    const query = new URLSearchParams({ app: String(app), id: String(id) });
    const { rows } = await readPages(read, `/stream/sessions?${query}`, 'sessions');
    const ended = rows.filter(({ endedAt }) => endedAt !== null);
    sessions.push(...ended.map((session) => toText({ ...session, app, id })));
  }
  return sessions.sort();
}

/** Returns the sessions of all streams on the days of these ones, as texts, and since when nothing is missing among them (ms since the epoch). */
export async function readAllSessions(read: Read, ofDays: readonly string[]) {
  const days = new Set(ofDays.map((text): string => JSON.parse(text).endedAt.slice(0, 10)));
  const sessions: string[] = [];
  let completeSince: number | undefined;
  for (const from of days) {
    // day by day: an emulated table is slow, and the days between have none
    const to = new Date(Date.parse(from) + DAY_MS).toISOString();
    const list = await readPages(read, `/sessions?limit=100&${new URLSearchParams({ from, to })}`, 'sessions');
    sessions.push(...list.rows.map(toText));
    completeSince = list.completeSince;
  }
  return { sessions: sessions.sort(), completeSince };
}

type Row = Record<string, unknown>;

const toText = ({ app, id, startedAt, endedAt, endReason }: Row): string =>
  JSON.stringify({ app, id, startedAt, endedAt, endReason });

/** Reads all pages of a list. */
async function readPages(read: Read, path: string, member: string) {
  const rows: Row[] = [];
  let completeSince: number | undefined;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await read(cursor === '' ? path : `${path}&${new URLSearchParams({ cursor })}`);
    expect([path, answer.status]).toEqual([path, 200]);
    const page = (await answer.json()) as Record<string, unknown>;
    rows.push(...(page[member] as Row[]));
    cursor = page.cursor as string | null;
    completeSince = Date.parse(answer.headers.get('complete-since') ?? '');
  }
  return { rows, completeSince };
}
