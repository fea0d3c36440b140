import { setTimeout as sleep } from 'node:timers/promises';
import type { Comparison } from '../simulate/compare.ts';
import { subjectOf } from '../simulate/expect.ts';
import { randomOf } from '../simulate/random.ts';
import { plan } from '../simulate/run-plan.ts';
import { comparisonOf, type Played, play } from '../simulate/run-simulation.ts';
import type { Settings } from '../simulate/simulate-settings.ts';
import { wrongOnes } from '../simulate/verdict.ts';

/** How long events that were deferred may take to be applied, in ms. */
const APPLIED_WITHIN_MS = 120_000;
/** How often it is looked whether they are, in ms. */
const PAUSE_MS = 1_000;

/** Plays a round, then compares it with what the read API says, once that knows of everything. */
export async function playRound(settings: Settings): Promise<Played> {
  const sent = await play(settings);
  const compare = () => comparisonOf(sent, settings);
  const isAnyDeferred = sent.delivered.some(({ answer }) => answer.outcome === 'deferred');
  const until = performance.now() + (isAnyDeferred ? APPLIED_WITHIN_MS : 0);
  let comparison = await compare();
  while (!isAsSent(comparison) && performance.now() < until) {
    await sleep(PAUSE_MS);
    comparison = await compare();
  }
  return { ...sent, comparison };
}

function isAsSent(comparison: Comparison | Error | undefined): boolean {
  return comparison !== undefined && !(comparison instanceof Error) && wrongOnes(comparison).length === 0;
}

/** How many copies of the scenarios it takes to have so many streams (rooms, and those of their participants, count). */
export function copiesFor(streams: number, { scenarios, ams, encoding, app, url }: Settings): number {
  const manner = { ams, encoding, app };
  const once = {
    scenarios,
    streams: 1,
    manner,
    host: url.host,
    run: '',
    random: randomOf(0),
    shuffle: false,
    duplicate: 0,
  };
  const subjects = plan(once, 0)
    .filter(({ from }) => from === 'app')
    .map(subjectOf);
  return Math.max(1, Math.round(streams / new Set(subjects).size));
}
