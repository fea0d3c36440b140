import type { Verdict } from '../asking/media-servers.ts';
import { MAX_AHEAD_MS } from '../hook/event-clock.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { monotonicMs } from '../monotonic-ms.ts';
import { openedByPresumedEnd } from '../stream/opened.ts';
import type { PresumedEndCause } from '../stream/presumed-end.ts';
import { recordPresumedEnd } from '../table/record-presumed-end.ts';
import { stateKey } from '../table/row-keys.ts';
import { readStateRow, type StoredState } from '../table/rows/state-row.ts';
import type { Table } from '../table/table.ts';
import type { Answers } from './ask-servers.ts';
import type { LiveStream } from './live-streams.ts';
import { isDoubtful, isSilent, lastHeartbeatAt, type SilenceRule } from './silence-rule.ts';

/** A live stream whose end is to be presumed. */
export interface Candidate {
  readonly stream: LiveStream;
  readonly cause: PresumedEndCause;
  /** When the media server last updated the broadcast that has ended (ms since the epoch); null when it does not say. */
  readonly updateTime: number | null;
}

/** Chooses the streams whose end is to be presumed: those that the media server says have ended, and those that are silent. */
export function chooseCandidates(
  live: readonly LiveStream[],
  { verdicts, unasked }: Pick<Answers, 'verdicts' | 'unasked'>,
  rule: SilenceRule,
  silenceCounts: (app: string) => boolean,
): Candidate[] {
  return live.flatMap((stream): Candidate[] => {
    const verdict: Verdict | undefined = verdicts.get(stream);
    if (verdict?.kind === 'ended') return [{ stream, cause: 'mediaServer', updateTime: verdict.updateTime }];
    if (verdict?.kind === 'live' || unasked.has(stream) || !silenceCounts(stream.app)) return [];
    return isSilent(stream.stored, rule) ? [{ stream, cause: 'silence', updateTime: null }] : [];
  });
}

export interface RecordDeps {
  readonly streams: Table;
  readonly historyDays: number;
  readonly byDay: boolean;
  readonly onError: (error: unknown) => void;
  /** No further end is recorded after this (ms, `monotonicMs`): the next sweep goes on. */
  readonly deadline: number;
}

/** Ends that are recorded at once. */
const CONCURRENCY = 20;

/** Records the ends that still hold. Returns the streams that have ended by it; one that fails stops no other. */
export async function recordEnds(
  candidates: readonly Candidate[],
  deps: RecordDeps,
  rule: SilenceRule,
): Promise<ReadonlySet<LiveStream>> {
  const ended = new Set<LiveStream>();
  await mapConcurrently(candidates, CONCURRENCY, async (candidate) => {
    if (monotonicMs() >= deps.deadline) return;
    const hasEnded = await recordEnd(candidate, deps, rule).catch(deps.onError);
    if (hasEnded) ended.add(candidate.stream);
  });
  return ended;
}

/** Reads the state again, consistently: the stream may have come back, have ended, or have been forgotten. */
async function recordEnd(
  candidate: Candidate,
  { streams, historyDays, byDay }: RecordDeps,
  rule: SilenceRule,
): Promise<boolean> {
  const { app, id } = candidate.stream;
  const stored = readStateRow(await streams.get(stateKey(app, id), true));
  const at = presumedEndOf(candidate, stored, rule);
  if (at === undefined) return false;
  const isHeartbeat = at === lastHeartbeatAt(stored.state);
  const end = { app, id, at, cause: candidate.cause, isHeartbeat, receivedAt: rule.now };
  const opened = openedByPresumedEnd(end, stored.state);
  return (await recordPresumedEnd(streams, { ...end, opened }, historyDays, byDay)) !== 'late';
}

/** Returns when a stream is presumed to have ended (ms since the epoch); undefined when its state does not allow it any more. */
function presumedEndOf({ stream, cause, updateTime }: Candidate, stored: StoredState, rule: SilenceRule) {
  if (cause === 'silence') return isSilent(stored, rule) ? lastHeartbeatAt(stored.state) : undefined;
  const startedAt = stored.state.session?.startedAt ?? null;
  const isSameSession = startedAt === (stream.stored.state.session?.startedAt ?? null);
  if (!isSameSession || !isDoubtful(stored, rule.now)) return undefined;
  const isUsable = updateTime !== null && updateTime > (startedAt ?? 0) && updateTime <= rule.now + MAX_AHEAD_MS;
  return lastHeartbeatAt(stored.state) ?? (isUsable ? updateTime : rule.now);
}
