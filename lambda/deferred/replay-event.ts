import { hookOf } from '../hook/read-message.ts';
import type { Hook } from '../stream/event.ts';
import type { Outcome, Recorder } from '../table/record.ts';
import type { Table } from '../table/table.ts';
import { permits } from '../tokens/token.ts';
import type { TokenLookUp } from '../tokens/token-cache.ts';
import { within } from '../with-timeout.ts';
import type { Deferred } from './deferred-event.ts';

/** What a replay works with. */
export interface Replaying {
  readonly streams: Table;
  readonly tokens: Table;
  readonly recorder: Recorder;
  readonly lookUp: TokenLookUp;
}

/** What became of an event that had waited: the word that it would have been answered with, or that its token was none. */
export interface Replayed {
  readonly hook: Hook;
  readonly outcome: Outcome | 'refused';
}

/** How long one event may take, in ms: no sender waits for it. */
const EVENT_MS = 10_000;

/** Keeps an event that waited, as the receiver would have kept it then. Throws when it has to wait longer. */
export function replay(deferred: Deferred, replaying: Replaying): Promise<Replayed> {
  return within(EVENT_MS, (signal) => keep(deferred, replaying, signal));
}

async function keep(
  { message, tokenHash }: Deferred,
  { streams, tokens, recorder, lookUp }: Replaying,
  signal: AbortSignal,
): Promise<Replayed> {
  const { app, receivedAt } = message;
  const hook = hookOf(message);
  if (tokenHash !== undefined) {
    const token = await lookUp.find(tokens, tokenHash, Date.now());
    if (!permits(token, 'hooks', receivedAt, app)) return { hook, outcome: 'refused' };
  }
  return { hook, outcome: await recorder.record(streams.within(signal), hook) };
}
