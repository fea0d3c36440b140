import type { ScenarioName } from '../simulate/scenarios/scenarios.ts';
import { resolveSimulationSettings, type SimulationSettings } from '../simulate/simulate-settings.ts';
import { countCopies, runRound } from './run-round.ts';
import type { SoakOptions } from './soak-command.ts';
import { roundLine } from './soak-report.ts';
import { Tally } from './tally.ts';

/** The receiver under test. */
export interface SoakTarget {
  /** The webhook URL. */
  readonly url: string;
  /** Returns the resident memory of its process, in bytes; undefined when it is not known. */
  readonly readMemory: () => Promise<number | undefined>;
}

/** The share of the time, and at least one round, after which more memory counts as growth. */
const WARM_UP_SHARE = 0.2;

/** Runs rounds until the time is over, and prints a line for each. */
export async function runSoak(options: SoakOptions, target: SoakTarget, print: (line: string) => void): Promise<Tally> {
  const settings = settingsFor(options, target);
  const streams = countCopies(options.streams, settings);
  const tally = new Tally(await target.readMemory());
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / (options.minutes * MINUTE_MS);
  while (elapsed() < 1) {
    const seed = settings.seed + tally.rounds;
    const round = await runRound({ ...settings, streams, seed, scenarios: scenariosFor(settings, tally) });
    tally.add(round, await target.readMemory(), elapsed() >= WARM_UP_SHARE);
    print(roundLine(round, tally));
    if (tally.accepted === 0) break; // the receiver accepts no hooks
  }
  return tally;
}

const MINUTE_MS = 60_000;

/** With more servers than this, the read API returns fewer events of each. */
const MAX_SERVERS = 1_000;

function scenariosFor({ scenarios }: SimulationSettings, { servers }: Tally): readonly ScenarioName[] {
  return servers < MAX_SERVERS ? scenarios : scenarios.filter((name) => name !== 'crash');
}

/** Resolves the settings as `npm run simulate` does. Throws one line when the URL is not one of this project. */
function settingsFor({ rate, duplicate, seed, token }: SoakOptions, { url }: SoakTarget): SimulationSettings {
  const defaults = { ams: '2.17.1', streams: 1, retries: 0, compare: true };
  const overrides = {
    url,
    rate,
    duplicate,
    ...(token !== undefined && { token }),
    ...(seed !== undefined && { seed }),
  };
  return resolveSimulationSettings({ ...defaults, ...overrides }, undefined, Date.now() % 1_000_000);
}
