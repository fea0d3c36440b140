import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Hook } from '../stream/hook.ts';
import { fitsKey } from '../stream/names.ts';
import type { Outcome, Recorder } from '../table/record.ts';
import type { Table } from '../table/table.ts';
import type { TokenLookUp } from '../tokens/look-up.ts';
import { permits } from '../tokens/token.ts';
import type { AllowList } from './allow-list.ts';
import { readHook } from './hook.ts';

/** A body larger than this (bytes) is refused: the media server's own are a hundred times smaller. */
const MAX_BODY = 256 * 1024;

/** How long a receiver waits for DynamoDB, in ms: the media server hangs up after 2 s, and the way takes its time. */
export const BUDGET_MS = 1_500;

/** What a receiver works with. */
export interface Receiving {
  readonly streams: Table;
  readonly tokens: Table;
  readonly recorder: Recorder;
  readonly lookUp: TokenLookUp;
  readonly allowList: AllowList;
  /** How long it may wait for DynamoDB, in ms. */
  readonly budgetMs: number;
  /** Takes one line a request. */
  readonly log: (line: HookLine) => void;
}

/** What is told of a request: never its path, which holds the token. */
export interface HookLine {
  readonly app: string;
  readonly status: number;
  readonly outcome?: Outcome;
  readonly action?: string;
  readonly id?: string;
  /** How long it took, in ms. */
  readonly ms: number;
  /** How much later than its own clock the hook came, in ms. */
  readonly lagMs?: number;
  /** Why nothing could be kept, and what it was that was not kept. */
  readonly error?: string;
  readonly hook?: Hook;
}

type Answer = APIGatewayProxyStructuredResultV2;

/** Receives a hook: `POST /hooks/{app}/{token}`. It answers 200 when the event is kept for sure, and only then. */
export async function receive(event: APIGatewayProxyEventV2, receiving: Receiving): Promise<Answer> {
  const started = performance.now();
  const app = event.pathParameters?.app ?? '';
  const { status, body, ...told } = await answerTo(event, app, receiving);
  receiving.log({ app, status, ...told, ms: Math.round(performance.now() - started) });
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** An answer, and what the log tells of it besides. */
type Told = Omit<HookLine, 'app' | 'ms'> & { readonly body: object };

async function answerTo(event: APIGatewayProxyEventV2, app: string, receiving: Receiving): Promise<Told> {
  const { http, requestId, timeEpoch: receivedAt } = event.requestContext;
  if (!receiving.allowList(http.sourceIp) || !fitsKey(app)) return forbidden;
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY) return tooLarge(bytes.length);

  const signal = AbortSignal.timeout(receiving.budgetMs);
  let hook: Hook | undefined;
  try {
    const token = await receiving.lookUp.find(
      receiving.tokens.within(signal),
      event.pathParameters?.token ?? '',
      receivedAt,
    );
    if (!permits(token, 'hooks', receivedAt, app)) return forbidden;
    hook = readHook({ app, bytes, contentType: event.headers['content-type'], receivedAt, requestId });
    const outcome = await receiving.recorder.record(receiving.streams.within(signal), hook);
    return { status: 200, body: { outcome }, outcome, ...about(hook) };
  } catch (error) {
    return { ...notKept, error: String(error), ...(hook && { hook }) };
  }
}

/** The same answer for every refusal: no hint which it was. */
const forbidden: Told = { status: 403, body: { error: 'this URL may not send hooks here: see npm run tokens' } };

/** Some of it may have been kept, or be kept yet: sent again, it is kept once all the same. */
const notKept: Told = { status: 503, body: { error: 'this could not be kept for sure: send it again' } };

const tooLarge = (bytes: number): Told => ({
  status: 413,
  body: { error: `received ${bytes} bytes, expected at most ${MAX_BODY}` },
});

function about(hook: Hook): Partial<HookLine> {
  if (hook.about === 'nothing') return {};
  const lagMs = hook.receivedAt - hook.at;
  return hook.about === 'server'
    ? { action: hook.kind, id: hook.host, lagMs }
    : { action: hook.action, id: hook.id, lagMs };
}
