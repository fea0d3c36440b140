import { type HookLogFields, logFieldsOf } from '../hook/log-fields.ts';
import type { Hook } from '../stream/event.ts';
import type { Outcome } from '../table/recorder.ts';

/** The log line of a request. It never holds the path, since that holds the token. */
export interface HookLogLine extends HookLogFields {
  /** Absent when it was refused: the sender may have put a token in the place of the app. */
  readonly app?: string;
  readonly status: number;
  readonly outcome?: Outcome | 'deferred';
  /** Time in the handler, in ms. */
  readonly ms: number;
  /** The error of the table, if it did not store the event. */
  readonly error?: string;
  /** The event, as `serializeDeferred` writes it, when it could be stored nowhere. */
  readonly lost?: string;
  /** Proves that this receiver wrote `lost`. */
  readonly mac?: string | undefined;
}

/** The status and body of a response, with the fields of its log line. */
export type HookResult = Omit<HookLogLine, 'ms'> & { readonly body: object };

export function accepted(outcome: Outcome | 'deferred', hook: Hook): HookResult {
  return { app: hook.app, status: 200, body: { outcome }, outcome, ...logFieldsOf(hook) };
}

/** Every refusal has the same response; only the log holds the reason. */
export const forbidden = (reason: string): HookResult => ({
  status: 403,
  reason,
  body: { error: 'this URL may not send hooks here: see npm run tokens' },
});

/** For any other path below `/hooks/`. It repeats nothing of the path, which may hold a token. */
export const notFound: HookResult = { status: 404, body: { error: 'no such path: expected /hooks/{app}/{token}' } };

/** The table may have stored it without confirming; a retry is still stored only once. */
export const notStored: HookResult = { status: 503, body: { error: 'not stored: please retry' } };

/** In bytes; the media server's own bodies are a hundred times smaller. */
export const MAX_REQUEST_BYTES = 256 * 1024;

export const tooLarge = (bytes: number): HookResult => ({
  status: 413,
  body: { error: `received ${bytes} bytes, expected at most ${MAX_REQUEST_BYTES}` },
});
