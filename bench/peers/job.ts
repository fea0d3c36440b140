import { createHash, createHmac } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

// What the peers share, so that each is about its tool alone: what the job says, in plain values. It sends nothing.

const { STREAMS_TABLE, TOKENS_TABLE, HISTORY_DAYS } = process.env;

const DAY_MS = 86_400_000;

/** A started stream, as a hook tells of it. */
export type Hook = {
  /** As the URL names it. */
  readonly app: string;
  readonly id: string;
  readonly action: string;
  readonly name: string;
  /** By the media server's clock, in ms since the epoch. */
  readonly at: number;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** The same for every copy of the hook. */
  readonly identity: string;
  /** All that it said, as JSON text. */
  readonly fields: string;
};

/** The word that a hook is answered with. */
export type Outcome = 'recorded' | 'duplicate';

/** The bytes that were posted. */
export function bodyBytes({ body = '', isBase64Encoded }: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>) {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

/** What a form says that was received then (ms since the epoch), at a URL with this token. */
export function parseHook(app: string, token = '', bytes: Uint8Array, receivedAt: number): Hook {
  const fields = parseForm(bytes);
  return {
    app,
    id: fields.id ?? '',
    action: fields.action ?? '',
    name: fields.streamName ?? '',
    at: Number(fields.timestamp ?? receivedAt),
    receivedAt,
    identity: createHmac('sha256', token).update(`${app}\0`).update(bytes).digest('base64url').slice(0, 22),
    fields: JSON.stringify(fields),
  };
}

/** A form in ISO-8859-1, of which each byte is the character of the same number. */
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

/** The request for the row of a token, of which the table has the hash alone. */
export function tokenGet(token = '') {
  const hash = createHash('sha256').update(token).digest('base64url');
  return { TableName: TOKENS_TABLE, Key: { hash }, ConsistentRead: true };
}

/** The request that keeps a hook in the history; refused when it is there. */
export function historyPut(hook: Hook) {
  const { action, receivedAt, fields } = hook;
  const expiresAt = Math.ceil((receivedAt + Number(HISTORY_DAYS) * DAY_MS) / 1000);
  const sk = `lifecycle#${formatClock(hook.at)}#0#${hook.identity}`;
  return {
    TableName: STREAMS_TABLE,
    Item: { pk: partitionKey(hook), sk, action, receivedAt, fields, expiresAt },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}

/** The request that makes the stream live; refused when a later hook has. */
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

/** The request that lists an app. */
export function appPut(app: string) {
  return { TableName: STREAMS_TABLE, Item: { pk: 'apps', sk: `app#${encodeURIComponent(app)}`, app } };
}

const partitionKey = ({ app, id }: Hook): string => `stream#${encodeURIComponent(app)}#${encodeURIComponent(id)}`;

const formatClock = (at: number): string => String(at).padStart(15, '0');

const tokenRows = new Map<string, { until: number; row: unknown }>();

/** The row of a token, which is asked for once a minute. */
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

/** Lists an app by a write, once a process. */
export async function listAppOnce(app: string, write: () => Promise<unknown>): Promise<void> {
  if (listedApps.has(app)) return;
  await write();
  listedApps.add(app);
}

/** False when the condition of a write was refused. */
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

/** A request whose plain values are such as DynamoDB takes. */
type MarshalledRequest<Request> = {
  [Part in keyof Request]: Part extends (typeof marshalledParts)[number]
    ? Record<string, AttributeValue>
    : Request[Part];
};

/** The same request, with the type that DynamoDB wants to hear of each value. */
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

/** What the log tells of a hook. */
export function logLine({ app, id, action, at, receivedAt }: Hook, outcome: Outcome) {
  return { status: 200, outcome, app, id, action, lagMs: receivedAt - at };
}

/** An answer to API Gateway. */
export function jsonResponse(statusCode: number, body: Record<string, string>) {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** Why a token is refused. */
export const forbiddenBody = { error: 'this URL may not send hooks here' };
