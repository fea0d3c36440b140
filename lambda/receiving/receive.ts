import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { deferredText, type SecondSink } from '../deferred/deferred-event.ts';
import { lostMac } from '../deferred/lost-mac.ts';
import { type About, about } from '../hook/log-fields.ts';
import { messageOf } from '../hook/message.ts';
import { type Understood, understand } from '../hook/understand.ts';
import type { Hook } from '../stream/event.ts';
import { fitsKey } from '../stream/names.ts';
import type { Outcome, Recorder } from '../table/record.ts';
import type { Table } from '../table/table.ts';
import { hashOf, permits } from '../tokens/token.ts';
import type { TokenLookUp } from '../tokens/token-cache.ts';
import { within } from '../with-timeout.ts';
import type { AllowList } from './allow-list.ts';
import type { Patience } from './circuit-breaker.ts';
import { hookPathOf } from './hook-path.ts';
import { misdirection } from './misdirected.ts';
import { ANSWER_MS, SINK_MS, type Stopwatch, startStopwatch } from './stopwatch.ts';

/** A body larger than this (bytes) is refused: the media server's own are a hundred times smaller. */
const MAX_BODY = 256 * 1024;

/** What a receiver works with. */
export interface Receiving {
  readonly streams: Table;
  readonly tokens: Table;
  readonly recorder: Recorder;
  readonly lookUp: TokenLookUp;
  readonly allowList: AllowList;
  /** How long the tables may take; the second sink has what is left up to 1.6 s. */
  readonly patience: Patience;
  /** Where events wait that the tables did not take in time. */
  readonly secondSink: SecondSink;
  /** What signs an event that is kept in the log alone; without it such a line has no MAC. */
  readonly lostKey?: string | undefined;
  /** Takes one line a request. */
  readonly log: (line: HookLine) => void;
}

/** What is told of a request: never its path, which holds the token. */
export interface HookLine extends About {
  /** Unless it was refused: whoever mixes up the parts of a URL sends a token for an app. */
  readonly app?: string;
  readonly status: number;
  readonly outcome?: Outcome | 'deferred';
  /** How long it took here, in ms. */
  readonly ms: number;
  /** Why it is not in the table. */
  readonly error?: string;
  /** What could be kept nowhere, as it would have been put aside: a text of `deferredText`. */
  readonly lost?: string;
  /** Of `lost`: that this receiver wrote it. */
  readonly mac?: string | undefined;
}

type Answer = APIGatewayProxyStructuredResultV2;

/** Receives a hook: `POST /hooks/{app}/{token}`. It answers 200 when the event is kept for sure, and only then. */
export async function receive(event: APIGatewayProxyEventV2, receiving: Receiving): Promise<Answer> {
  const watch = startStopwatch(event.requestContext.timeEpoch);
  const { status, body, ...told } = await answerTo(event, receiving, watch);
  receiving.log({ status, ...told, ms: Math.round(watch.here()) });
  return { statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** An answer, and what the log tells of it besides. */
type Told = Omit<HookLine, 'ms'> & { readonly body: object };

async function answerTo(event: APIGatewayProxyEventV2, receiving: Receiving, watch: Stopwatch): Promise<Told> {
  const path = hookPathOf(event.pathParameters);
  if (path === undefined) return nowhere;
  const { app } = path;
  const { http, requestId, timeEpoch: receivedAt } = event.requestContext;
  if (!receiving.allowList(http.sourceIp)) return forbidden('allow-list');
  if (!fitsKey(app)) return forbidden('no such app');
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > MAX_BODY) return tooLarge(bytes.length);

  const tokenHash = hashOf(path.token);
  const leftMs = ANSWER_MS - SINK_MS - watch.elapsed();
  const token = await receiving.lookUp.find(receiving.tokens, tokenHash, receivedAt, leftMs).catch(asError);
  const unproven = token instanceof Error ? { error: token, tokenHash } : undefined;
  if (token === undefined) return forbidden('no such token');
  if (!(token instanceof Error || permits(token, 'hooks', receivedAt, app)))
    return forbidden('expired, or not for this app');

  const contentType = event.headers['content-type'];
  const address = http.sourceIp;
  const message = messageOf({ app, token: path.token, bytes, contentType, receivedAt, requestId, address });
  const error = misdirection(message.said);
  if (error !== undefined) return { app, status: 403, reason: 'misdirected', body: { error } };
  return keep({ ...understand(message, bytes), unproven }, receiving, watch);
}

/** An event to keep, and why its token could not be looked up, when it could not. */
interface Event extends Understood {
  readonly unproven: { readonly error: Error; readonly tokenHash: string } | undefined;
}

/** Keeps an event in the tables, else in the second sink. */
async function keep(
  { message, hook, unproven }: Event,
  receiving: Receiving,
  { elapsed, here }: Stopwatch,
): Promise<Told> {
  const { streams, recorder, secondSink, patience, lostKey } = receiving;
  try {
    if (unproven) throw unproven.error;
    const record = (signal: AbortSignal) => recorder.record(streams.within(signal), hook);
    const outcome = await within(patience.ms - elapsed(), record);
    patience.restore();
    return kept(outcome, hook);
  } catch (tableError) {
    if (!unproven) patience.lose(here());
    const deferred = { message, ...(unproven && { tokenHash: unproven.tokenHash }) };
    try {
      await within(ANSWER_MS - elapsed(), (signal) => secondSink.defer(deferred, signal));
      return { ...kept('deferred', hook), error: String(tableError) };
    } catch (sinkError) {
      const error = `${tableError}; then ${sinkError}`;
      const lost = deferredText(deferred);
      return { ...notKept, app: message.app, error, lost, mac: lostKey && lostMac(lostKey, lost) };
    }
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function kept(outcome: Outcome | 'deferred', hook: Hook): Told {
  return { app: hook.app, status: 200, body: { outcome }, outcome, ...about(hook) };
}

/** The same answer for every refusal: no hint which it was but in the log. */
const forbidden = (reason: string): Told => ({
  status: 403,
  reason,
  body: { error: 'this URL may not send hooks here: see npm run tokens' },
});

/** Of any path below `/hooks/` that is no hook's: it may hold a token, so that nothing of it is repeated. */
const nowhere: Told = { status: 404, body: { error: 'no such path: expected /hooks/{app}/{token}' } };

/** Some of it may have been kept, or be kept yet: sent again, it is kept once all the same. */
const notKept: Told = { status: 503, body: { error: 'this could not be kept for sure: send it again' } };

const tooLarge = (bytes: number): Told => ({
  status: 413,
  body: { error: `received ${bytes} bytes, expected at most ${MAX_BODY}` },
});
