import { setMaxListeners } from 'node:events';
import { HOLD_MS } from '../../lambda/sweeping/path-guard.ts';
import { type SweepDeps, type SweepPolicy, sweep } from '../../lambda/sweeping/sweep.ts';
import { pluralize } from '../../lambda/text/pluralize.ts';
import { raceAbort, withTimeout } from '../../lambda/with-timeout.ts';
import { toPrintable } from '../../terminal/printable.ts';
import { SweepTimer } from './sweep-timer.ts';

/** A sweep that takes longer (ms) is given up, as in the sweeper's Lambda. */
const SWEEP_TIMEOUT_MS = 60_000;

/** The sweeps of a receiver of this machine. */
export interface Sweeps {
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

export type LocalSweepDeps = Pick<SweepDeps, 'streams' | 'historyDays' | 'byDay' | 'countDeferred' | 'mediaServers'>;

/** Creates the sweeps of a receiver of this machine; `sweepMs` 0: there are none. */
export function createSweeps(local: LocalSweepDeps, policy: SweepPolicy): Sweeps {
  if (policy.sweepMs === 0) return { start: () => {}, stop: async () => {} };
  let held: readonly string[] = [];
  const sweepOnce = async (startedAt: number, stopped: AbortSignal) => {
    const work = async (timedOut: AbortSignal) => {
      const signal = AbortSignal.any([stopped, timedOut]);
      setMaxListeners(0, signal); // each command in flight listens: that is no leak
      const deps = { ...local, streams: local.streams.withSignal(signal) };
      return sweep({ ...deps, policy, startedAt }, Date.now());
    };
    const { errors, heldApps, presumedEnded } = await raceAbort(stopped, withTimeout(SWEEP_TIMEOUT_MS, work));
    errors.forEach(printError);
    if (presumedEnded > 0) printEnds(presumedEnded);
    heldApps.filter((app) => !held.includes(app)).forEach(printHold);
    held = heldApps;
  };
  return new SweepTimer(sweepOnce, policy.sweepMs, printError);
}

/** Prints an error of a sweep as one line: the next sweep tries again. */
function printError(error: unknown): void {
  console.error(`The sweep of the live streams failed, the next one tries again: ${toPrintable(String(error))}`);
}

/** Prints that ends were presumed, among the lines of the hooks. */
function printEnds(count: number): void {
  console.log(
    `Presumed the end of ${pluralize(count, 'stream')}: npm run streams -- --status presumedEnded lists all, with the reason in their events.`,
  );
}

/** Prints once that a hold began: what the alarm SweeperBlocked is in a deployment. */
function printHold(app: string): void {
  console.error(
    `All streams of ${toPrintable(app)} fell silent at once: for ${HOLD_MS / 60_000} minutes no end is presumed by silence there. Check its webhook URL, the network and the media server.`,
  );
}
