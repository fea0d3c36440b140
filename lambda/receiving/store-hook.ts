import { type DeferredEvent, type DeferredStore, lostMac, serializeDeferred } from '../deferred/deferred-event.ts';
import type { ReceivedHook } from '../hook/read-or-quarantine.ts';
import type { Hook } from '../stream/event.ts';
import type { Recorder } from '../table/recorder.ts';
import type { Table } from '../table/table.ts';
import { withTimeout } from '../with-timeout.ts';
import type { TableCircuitBreaker } from './circuit-breaker.ts';
import { accepted, type HookResult, notStored } from './hook-result.ts';
import { RESPONSE_BUDGET_MS, type RequestTimer } from './request-timer.ts';

export interface StoreDeps {
  readonly streams: Table;
  readonly recorder: Recorder;
  /** Limits the time of the table; the deferred store has the rest of `RESPONSE_BUDGET_MS`. */
  readonly circuitBreaker: TableCircuitBreaker;
  readonly deferredStore: DeferredStore;
  /** Signs events that only the log holds; without it these lines have no MAC. */
  readonly lostKey?: string | undefined;
}

/** The token of a hook, by its hash. */
interface CheckedToken {
  readonly tokenHash: string;
}

/** A token that could not be looked up; the replay looks it up. */
interface UncheckedToken extends CheckedToken {
  readonly error: unknown;
}

/** Stores a hook in the table. Defers it when the table does not store it in time, or when its token is unchecked. */
export async function storeHook(
  { message, hook }: ReceivedHook,
  token: CheckedToken | UncheckedToken,
  deps: StoreDeps,
  timer: RequestTimer,
): Promise<HookResult> {
  const { streams, recorder, circuitBreaker } = deps;
  const { tokenHash } = token;
  if ('error' in token) return deferHook(hook, { message, tokenHash }, token.error, deps, timer);
  try {
    const record = (signal: AbortSignal) => recorder.record(streams.withSignal(signal), hook, tokenHash);
    const outcome = await withTimeout(circuitBreaker.timeoutMs - timer.elapsedMs(), record);
    circuitBreaker.recordSuccess();
    return accepted(outcome, hook);
  } catch (error) {
    circuitBreaker.recordFailure(timer.inHandlerMs());
    return deferHook(hook, { message }, error, deps, timer);
  }
}

/** Defers a hook that the table did not store; if that fails too, the log line holds it. */
async function deferHook(
  hook: Hook,
  deferred: DeferredEvent,
  tableError: unknown,
  { deferredStore, lostKey }: StoreDeps,
  timer: RequestTimer,
): Promise<HookResult> {
  try {
    await withTimeout(RESPONSE_BUDGET_MS - timer.elapsedMs(), (signal) => deferredStore.defer(deferred, signal));
    return { ...accepted('deferred', hook), error: String(tableError) };
  } catch (deferError) {
    const error = `${tableError}; then ${deferError}`;
    const lost = serializeDeferred(deferred);
    return { ...notStored, app: hook.app, error, lost, mac: lostKey && lostMac(lostKey, lost) };
  }
}
