import { createHash } from 'node:crypto';
import type { Hook } from './parse-hook.ts';

// The part of the job that all peers share, so that each shows only its tool. It sends nothing.

const { STREAMS_TABLE, TOKENS_TABLE, HISTORY_DAYS } = process.env;

const DAY_MS = 86_400_000;

export type Outcome = 'recorded' | 'duplicate';

/** Returns the request for a token's row. The table stores only the token's hash. */
export function tokenGet(token = '') {
  const hash = createHash('sha256').update(token).digest('base64url');
  return { TableName: TOKENS_TABLE, Key: { hash }, ConsistentRead: true };
}

/** Returns the write that adds a hook to the history; its condition fails when the hook is there. */
export function historyPut(hook: Hook) {
  const { action, receivedAt, fields } = hook;
  const expiresAt = Math.ceil((receivedAt + Number(HISTORY_DAYS) * DAY_MS) / 1000);
  const sk = `lifecycle#${formatClock(hook.at)}#0#${hook.idempotencyKey}`;
  return {
    TableName: STREAMS_TABLE,
    Item: { pk: partitionKey(hook), sk, action, receivedAt, fields, expiresAt },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}

/** Returns the write that makes the stream live; its condition fails when a later hook has done so. */
export function stateUpdate(hook: Hook) {
  const { app, id, name, at } = hook;
  return {
    TableName: STREAMS_TABLE,
    Key: { pk: partitionKey(hook), sk: 'state' },
    UpdateExpression:
      'SET #status = :status, startedAt = :at, #name = :name, app = :app, id = :id, statusKey = :key, statusPosition = :position ADD version :one',
    ConditionExpression: 'attribute_not_exists(startedAt) OR startedAt < :at',
    ExpressionAttributeNames: { '#status': 'status', '#name': 'name' },
    ExpressionAttributeValues: {
      ':status': 'live',
      ':at': at,
      ':name': name,
      ':app': app,
      ':id': id,
      ':key': `${encodeURIComponent(app)}#live`,
      ':position': `${formatClock(at)}#${encodeURIComponent(app)}#${encodeURIComponent(id)}`,
      ':one': 1,
    },
  };
}

/** Returns the write that lists an app. */
export function appPut(app: string) {
  return { TableName: STREAMS_TABLE, Item: { pk: 'apps', sk: `app#${encodeURIComponent(app)}`, app } };
}

const partitionKey = ({ app, id }: Hook): string => `stream#${encodeURIComponent(app)}#${encodeURIComponent(id)}`;

const formatClock = (at: number): string => String(at).padStart(15, '0');

const tokenRows = new Map<string, { until: number; row: unknown }>();

/** Returns a token's row, cached for a minute. */
export async function cachedTokenRow<Row>(
  token = '',
  fetchRow: () => Promise<Row | undefined>,
): Promise<Row | undefined> {
  const cached = tokenRows.get(token);
  if (cached !== undefined && cached.until > Date.now()) return cached.row as Row;
  const row = await fetchRow();
  if (row !== undefined) tokenRows.set(token, { until: Date.now() + 60_000, row });
  return row;
}

const listedApps = new Set<string>();

/** Lists an app, once per process. */
export async function listAppOnce(app: string, write: () => Promise<unknown>): Promise<void> {
  if (listedApps.has(app)) return;
  await write();
  listedApps.add(app);
}

/** Returns false when the write's condition failed. */
export async function unlessConditionFailed(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

export function logLine({ app, id, action, at, receivedAt }: Hook, outcome: Outcome) {
  return { status: 200, outcome, app, id, action, lagMs: receivedAt - at };
}

export function jsonResponse(statusCode: number, body: Record<string, string>) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export const forbiddenBody = { error: 'this URL may not send hooks here' };
