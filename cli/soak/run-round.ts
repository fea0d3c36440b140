import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../oracle/random.ts';
import { subjectOf } from '../../oracle/sent-hook.ts';
import type { Comparison } from '../simulate/compare.ts';
import { findMismatches } from '../simulate/compare.ts';
import { planDeliveries } from '../simulate/run-plan.ts';
import { compareWithApi, type RunResult, sendScenarios } from '../simulate/run-simulation.ts';
import type { SimulationSettings } from '../simulate/simulate-settings.ts';

/** Time limit for applying deferred events, in ms. */
const DEFERRED_TIMEOUT_MS = 120_000;
/** Interval of the comparisons until then, in ms. */
const POLL_MS = 1_000;

/** Sends the hooks of a round, then compares the read API, which it waits for while hooks are deferred. */
export async function runRound(settings: SimulationSettings): Promise<RunResult> {
  const sent = await sendScenarios(settings);
  const compare = () => compareWithApi(sent, settings);
  const hasDeferred = sent.delivered.some(({ answer }) => answer.outcome === 'deferred');
  const deadline = performance.now() + (hasDeferred ? DEFERRED_TIMEOUT_MS : 0);
  let comparison = await compare();
  while (!matchesSent(comparison) && performance.now() < deadline) {
    await sleep(POLL_MS);
    comparison = await compare();
  }
  return { ...sent, comparison };
}

function matchesSent(comparison: Comparison | Error | undefined): boolean {
  return comparison !== undefined && !(comparison instanceof Error) && findMismatches(comparison).length === 0;
}

/** Returns how many copies of the scenarios have this many streams, including rooms and the streams of their participants. */
export function countCopies(streams: number, { scenarios, ams, encoding, app, url }: SimulationSettings): number {
  const dialect = { ams, encoding, app };
  const singleRun = {
    scenarios,
    streams: 1,
    dialect,
    host: url.host,
    run: '',
    random: createRandom(0),
    shuffle: false,
    duplicate: 0,
  };
  const subjects = planDeliveries(singleRun, 0)
    .filter(({ from }) => from === 'app')
    .map(({ fields }) => subjectOf(fields));
  return Math.max(1, Math.round(streams / new Set(subjects).size));
}
