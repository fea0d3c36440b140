import type { ScenarioName } from '../simulate/scenarios/scenarios.ts';
import { resolveSettings, type SimulationSettings } from '../simulate/simulate-settings.ts';
import { copiesFor, runRound } from './run-round.ts';
import type { SoakOptions } from './soak-command.ts';
import { roundLine } from './soak-report.ts';
import { Tally } from './tally.ts';

/** Whom a soak plays to. */
export interface SoakTarget {
  /** The webhook URL. */
  readonly url: string;
  /** What its process has of the system's memory, in bytes; undefined when that is not known. */
  readonly readMemory: () => Promise<number | undefined>;
}

/** When the process has warmed up: what it takes from then on is growth. As a share of the time, and a round at least. */
const WARM_UP_SHARE = 0.2;

/** Plays rounds until the time is over; each one is told of. */
export async function runSoak(options: SoakOptions, target: SoakTarget, print: (line: string) => void): Promise<Tally> {
  const settings = settingsFor(options, target);
  const streams = copiesFor(options.streams, settings);
  const tally = new Tally(await target.readMemory());
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / (options.minutes * MINUTE_MS);
  while (elapsed() < 1) {
    const seed = settings.seed + tally.rounds;
    const round = await runRound({ ...settings, streams, seed, scenarios: scenariosFor(settings, tally) });
    tally.add(round, await target.readMemory(), elapsed() >= WARM_UP_SHARE);
    print(roundLine(round, tally));
    if (tally.accepted === 0) break; // nobody takes hooks there
  }
  return tally;
}

const MINUTE_MS = 60_000;

/** The read API tells of all servers in one answer, and of fewer events of each where they are too many for it. */
const MAX_SERVERS = 1_000;

function scenariosFor({ scenarios }: SimulationSettings, { servers }: Tally): readonly ScenarioName[] {
  return servers < MAX_SERVERS ? scenarios : scenarios.filter((name) => name !== 'crash');
}

/** As `npm run simulate` reads them. Throws with a line for a person when the URL is none of this project. */
function settingsFor({ rate, duplicate, seed, token }: SoakOptions, { url }: SoakTarget): SimulationSettings {
  const defaults = { ams: '2.17.1', streams: 1, retries: 0, compare: true };
  const overrides = {
    url,
    rate,
    duplicate,
    ...(token !== undefined && { token }),
    ...(seed !== undefined && { seed }),
  };
  return resolveSettings({ ...defaults, ...overrides }, undefined, Date.now() % 1_000_000);
}
