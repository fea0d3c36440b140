import type { AppCounts } from '../table/rows/sweep-rows.ts';
import type { Answers } from './ask-servers.ts';
import type { DeferredEvents } from './deferred-events.ts';
import type { LiveStream } from './live-streams.ts';
import type { PathGuard } from './path-guard.ts';

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
  /** What could not be counted, asked or recorded, in plain words; all else was done. */
  readonly errors: readonly string[];
  readonly ms: number;
}

/** Everything that a sweep found. */
interface SweepResult {
  readonly counts: readonly AppCounts[];
  readonly ended: ReadonlySet<LiveStream>;
  readonly answers: Answers;
  readonly deferred: DeferredEvents;
  readonly guard: PathGuard;
  readonly errors: readonly string[];
  readonly ms: number;
}

/** A log line has room for this many. */
const MAX_LISTED = 20;

export function toSweepReport({ counts, ended, answers, deferred, guard, errors, ms }: SweepResult): SweepReport {
  const total = (name: 'live' | 'stale' | 'missing') => counts.reduce((sum, one) => sum + one[name], 0);
  return {
    apps: counts.length,
    live: total('live'),
    stale: total('stale'),
    missing: total('missing'),
    presumedEnded: ended.size,
    asked: answers.verdicts.size,
    waiting: deferred.waitingSince === null ? 0 : 1,
    blocked: deferred.waitTooLong || guard.heldApps.size > 0 ? 1 : 0,
    heldApps: [...guard.heldApps].slice(0, MAX_LISTED),
    errors: errors.slice(0, MAX_LISTED),
    ms: Math.round(ms),
  };
}
