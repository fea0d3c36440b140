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

/** What a receiver works with. */
export interface Receiving {
  readonly streams: Table;
  readonly tokens: Table;
  readonly recorder: Recorder;
  readonly lookUp: TokenLookUp;
  readonly allowList: AllowList;
  /** How long it may wait for DynamoDB, in ms: the media server hangs up after 2 s. */
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

/** Receives a hook: `POST /hooks/{app}/{token}`. It answers 200 when the event is kept, and otherwise nothing was. */
export async function receive(event: APIGatewayProxyEventV2, receiving: Receiving): Promise<Answer> {
  const started = performance.now();
  const app = event.pathParameters?.app ?? '';
  const done = (status: number, body: object, told: Partial<HookLine> = {}): Answer => {
    receiving.log({ app, status, ms: Math.round(performance.now() - started), ...told });
    return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  };

  if (!receiving.allowList(event.requestContext.http.sourceIp) || !fitsKey(app)) return done(403, forbidden);
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY)
    return done(413, { error: `received ${bytes.length} bytes, expected at most ${MAX_BODY}` });

  const signal = AbortSignal.timeout(receiving.budgetMs);
  const { requestId, timeEpoch: receivedAt } = event.requestContext;
  let hook: Hook | undefined;
  try {
    const token = await receiving.lookUp.find(
      receiving.tokens.within(signal),
      event.pathParameters?.token ?? '',
      receivedAt,
    );
    if (!permits(token, 'hooks', receivedAt, app)) return done(403, forbidden);
    hook = readHook({ app, bytes, contentType: event.headers['content-type'], receivedAt, requestId });
    const outcome = await receiving.recorder.record(receiving.streams.within(signal), hook);
    return done(200, { outcome }, { outcome, ...about(hook) });
  } catch (error) {
    return done(
      503,
      { error: 'nothing could be kept: send this again' },
      { error: String(error), ...(hook && { hook }) },
    );
  }
}

/** The same answer for every refusal: no hint which it was. */
const forbidden = { error: 'this URL may not send hooks here: see npm run tokens' };

function about(hook: Hook): Partial<HookLine> {
  if (hook.about === 'nothing') return {};
  const lagMs = hook.receivedAt - hook.at;
  return hook.about === 'server'
    ? { action: hook.kind, id: hook.host, lagMs }
    : { action: hook.action, id: hook.id, lagMs };
}
