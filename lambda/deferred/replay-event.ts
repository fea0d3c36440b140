import { readMessage } from '../hook/read-message.ts';
import type { Hook } from '../stream/event.ts';
import type { Outcome, Recorder } from '../table/recorder.ts';
import type { Table } from '../table/table.ts';
import { permits } from '../tokens/token.ts';
import type { TokenCache } from '../tokens/token-cache.ts';
import { withTimeout } from '../with-timeout.ts';
import type { DeferredEvent } from './deferred-event.ts';

export interface ReplayDeps {
  readonly streams: Table;
  readonly tokens: Table;
  readonly recorder: Recorder;
  readonly tokenCache: TokenCache;
}

export interface ReplayResult {
  readonly hook: Hook;
  /** `refused` if its token proved invalid. */
  readonly outcome: Outcome | 'refused';
}

/** The time limit for one event, in ms: no sender is waiting. */
const REPLAY_TIMEOUT_MS = 10_000;

/** Records a deferred event as the receiver would have when it came. Rejects when it must stay deferred. */
export function replayEvent(deferred: DeferredEvent, deps: ReplayDeps): Promise<ReplayResult> {
  return withTimeout(REPLAY_TIMEOUT_MS, (signal) => checkAndRecord(deferred, deps, signal));
}

async function checkAndRecord(
  { message, tokenHash }: DeferredEvent,
  { streams, tokens, recorder, tokenCache }: ReplayDeps,
  signal: AbortSignal,
): Promise<ReplayResult> {
  const { app, receivedAt } = message;
  const hook = readMessage(message);
  if (tokenHash !== undefined) {
    const token = await tokenCache.find(tokens, tokenHash, Date.now());
    if (!permits(token, 'hooks', receivedAt, app)) return { hook, outcome: 'refused' };
  }
  return { hook, outcome: await recorder.record(streams.withSignal(signal), hook, tokenHash) };
}
