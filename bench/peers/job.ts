import { createHash, createHmac } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

// The part of the job that all peers share, so that each shows only its tool. It sends nothing.

const { STREAMS_TABLE, TOKENS_TABLE, HISTORY_DAYS } = process.env;

const DAY_MS = 86_400_000;

/** A hook that reports a started stream. */
export type Hook = {
  /** From the URL. */
  readonly app: string;
  readonly id: string;
  readonly action: string;
  readonly name: string;
  /** The media server's clock, in ms since the epoch. */
  readonly at: number;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** Equal for every copy of the hook. */
  readonly idempotencyKey: string;
  /** All fields, as JSON text. */
  readonly fields: string;
};

export type Outcome = 'recorded' | 'duplicate';

export function bodyBytes({ body = '', isBase64Encoded }: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>) {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

/** Parses a form, received at `receivedAt` (ms since the epoch) on a URL with this token. */
export function parseHook(app: string, token = '', bytes: Uint8Array, receivedAt: number): Hook {
  const fields = parseForm(bytes);
  return {
    app,
    id: fields.id ?? '',
    action: fields.action ?? '',
    name: fields.streamName ?? '',
    at: Number(fields.timestamp ?? receivedAt),
    receivedAt,
    idempotencyKey: createHmac('sha256', token).update(`${app}\0`).update(bytes).digest('base64url').slice(0, 22),
    fields: JSON.stringify(fields),
  };
}

/** Parses a form in ISO-8859-1, in which each byte is the code point of its character. */
function parseForm(bytes: Uint8Array): Record<string, string> {
  const pairs = Buffer.from(bytes).toString('latin1').split('&');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decodeComponent(name), decodeComponent(value.join('='))];
    }),
  );
}

function decodeComponent(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

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

const marshalledParts = ['Key', 'Item', 'ExpressionAttributeValues'] as const;

/** A request with DynamoDB's typed values in place of plain ones. */
type MarshalledRequest<Request> = {
  [Part in keyof Request]: Part extends (typeof marshalledParts)[number]
    ? Record<string, AttributeValue>
    : Request[Part];
};

/** Marshalls the plain values of a request. */
export function marshallRequest<Request extends object>(request: Request): MarshalledRequest<Request> {
  const parts = Object.entries(request).map(([part, value]) => [
    part,
    marshalledParts.some((name) => name === part) ? toAttributeValues(value) : value,
  ]);
  return Object.fromEntries(parts);
}

function toAttributeValues(values: Record<string, string | number>): Record<string, AttributeValue> {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? { N: String(value) } : { S: value },
  ]);
  return Object.fromEntries(entries);
}

export function logLine({ app, id, action, at, receivedAt }: Hook, outcome: Outcome) {
  return { status: 200, outcome, app, id, action, lagMs: receivedAt - at };
}

export function jsonResponse(statusCode: number, body: Record<string, string>) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export const forbiddenBody = { error: 'this URL may not send hooks here' };
