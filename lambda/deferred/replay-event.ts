import { readMessage } from '../hook/read-message.ts';
import type { Hook } from '../stream/event.ts';
import type { Outcome, Recorder } from '../table/record.ts';
import type { Table } from '../table/table.ts';
import { permits } from '../tokens/token.ts';
import type { TokenCache } from '../tokens/token-cache.ts';
import { withTimeout } from '../with-timeout.ts';
import type { DeferredEvent } from './deferred-event.ts';

/** What a replay works with. */
export interface ReplayDeps {
  readonly streams: Table;
  readonly tokens: Table;
  readonly recorder: Recorder;
  readonly tokenCache: TokenCache;
}

/** What became of an event that had waited: the word that it would have been answered with, or that its token was none. */
export interface ReplayResult {
  readonly hook: Hook;
  readonly outcome: Outcome | 'refused';
}

/** How long one event may take, in ms: no sender waits for it. */
const REPLAY_TIMEOUT_MS = 10_000;

/** Keeps an event that waited, as the receiver would have kept it then. Throws when it has to wait longer. */
export function replayEvent(deferred: DeferredEvent, replaying: ReplayDeps): Promise<ReplayResult> {
  return withTimeout(REPLAY_TIMEOUT_MS, (signal) => checkAndRecord(deferred, replaying, signal));
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
  return { hook, outcome: await recorder.record(streams.withSignal(signal), hook) };
}
