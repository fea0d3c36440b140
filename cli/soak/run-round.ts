import { setTimeout as sleep } from 'node:timers/promises';
import { subjectOf } from '../../oracle/sent-hook.ts';
import type { Comparison } from '../simulate/compare.ts';
import { createRandom } from '../simulate/random.ts';
import { planDeliveries } from '../simulate/run-plan.ts';
import { compareWithApi, type RunResult, sendScenarios } from '../simulate/run-simulation.ts';
import type { SimulationSettings } from '../simulate/simulate-settings.ts';
import { mismatches } from '../simulate/verdict.ts';

/** How long events that were deferred may take to be applied, in ms. */
const DEFERRED_TIMEOUT_MS = 120_000;
/** How often it is looked whether they are, in ms. */
const POLL_MS = 1_000;

/** Plays a round, then compares it with what the read API says, once that knows of everything. */
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
  return comparison !== undefined && !(comparison instanceof Error) && mismatches(comparison).length === 0;
}

/** How many copies of the scenarios it takes to have so many streams (rooms, and those of their participants, count). */
export function copiesFor(streams: number, { scenarios, ams, encoding, app, url }: SimulationSettings): number {
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
