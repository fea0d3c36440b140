import type { MediaServers } from '../asking/media-servers.ts';
import { updateExpectations } from '../expecting/update-expectations.ts';
import { monotonicMs } from '../monotonic-ms.ts';
import { isOfOlderRelease } from '../table/rows/sweep-rows.ts';
import { readSweepMemory, writeSummary } from '../table/sweep-memory.ts';
import type { Table } from '../table/table.ts';
import { askOrderOf, askServers } from './ask-servers.ts';
import { continueWatch } from './continue-watch.ts';
import { countStreams } from './count-streams.ts';
import { findDeferredEvents } from './deferred-events.ts';
import { readApps, readLiveStreams, stateAmong } from './live-streams.ts';
import { maintainCoverage } from './maintain-coverage.ts';
import { guardPaths, withHolds } from './path-guard.ts';
import { chooseCandidates, recordEnds } from './presume-ends.ts';
import { type SweepReport, toSweepReport } from './sweep-report.ts';

/** The collaborators of a sweep. */
export interface SweepDeps {
  readonly streams: Table;
  /** For how many days a presumed end stays in the history. */
  readonly historyDays: number;
  /** Whether the index lists presumed ends by day. */
  readonly byDay: boolean;
  readonly policy: SweepPolicy;
  /** Returns how many events are deferred: waiting, delayed or in flight. Throwing counts as some. */
  readonly countDeferred: () => Promise<number>;
  readonly mediaServers: MediaServers;
  /** Silence counts from here at the earliest (ms since the epoch): the start of a receiver of this machine. */
  readonly startedAt?: number;
}

/** In ms. */
export interface SweepPolicy {
  /** A live stream whose heartbeats stopped longer ago is presumed to have ended; 0 presumes nothing by silence. */
  readonly presumeEndedMs: number;
  /** The time between two sweeps. */
  readonly sweepMs: number;
}

/** A sweep asks no further questions after this (ms), so that time is left to record what was said. */
const ASKING_UNTIL_MS = 35_000;
/** A sweep records no further ends after this (ms): the sweeper's Lambda has a minute, and the summary must be written. */
const RECORDING_UNTIL_MS = 45_000;

/**
 * Looks at all live streams once, and records the ends that no hook reported. `now` is in ms since the epoch. Throws when the
 * table cannot be read, or the summary cannot be written. Two sweeps at once, and one that dies at any point, do no harm: the
 * next one finishes.
 */
export async function sweep(deps: SweepDeps, now: number): Promise<SweepReport> {
  const { streams, policy } = deps;
  const began = monotonicMs();
  const errors: string[] = [];
  const onError = (error: unknown) => void errors.push(String(error));

  const { memory, watchedSince, deferred, apps, live } = await look(deps, now, onError);
  const listeningSince = Math.max(watchedSince, deps.startedAt ?? 0);
  const rule = { presumeEndedMs: policy.presumeEndedMs, listeningSince, now };
  const guard = guardPaths(live, memory.summary?.apps ?? [], rule);
  const answers = await askServers(
    live,
    { ...deps, onError, askUntil: began + ASKING_UNTIL_MS },
    askOrderOf(memory),
    now,
  );
  const silenceCounts = (app: string) => !deferred.holdSilenceUp && !guard.heldApps.has(app);
  const candidates = chooseCandidates(live, answers, rule, silenceCounts);
  const ended = await recordEnds(candidates, { ...deps, onError, deadline: began + RECORDING_UNTIL_MS }, rule);

  const stillLive = live.filter((stream) => !ended.has(stream));
  const missing = await updateExpectations(streams, stateAmong(stillLive), now);
  const counts = await countStreams(streams, apps, stillLive, missing, now);
  const { waitingSince } = deferred;
  const left = { watchedSince, waitingSince, askCursor: answers.cursor, apps: withHolds(counts, guard) };
  await writeSummary(streams, { at: now, ...left });
  return toSweepReport({ counts, ended, answers, deferred, guard, errors, ms: monotonicMs() - began });
}

/** Reads all that a sweep decides from, and notes what the index by day covers. */
async function look({ streams, policy, ...deps }: SweepDeps, now: number, onError: (error: unknown) => void) {
  const memory = await readSweepMemory(streams, now);
  const { watchedSince, previous } = continueWatch(memory.summary, policy.sweepMs, now);
  const deferred = await findDeferredEvents(deps.countDeferred, previous, now, onError);
  const apps = await readApps(streams, now);
  const live = await readLiveStreams(streams, apps);
  const followsOlder = isOfOlderRelease(memory.summary);
  await maintainCoverage(streams, { ...deps, isFresh: apps.length === 0, followsOlder, now }).catch(onError);
  return { memory, watchedSince, deferred, apps, live };
}
