import type { ScenarioName } from '../simulate/scenarios.ts';
import { type Settings, settingsOf } from '../simulate/simulate-settings.ts';
import { copiesFor, playRound } from './round.ts';
import type { Typed } from './soak-command.ts';
import { roundLine } from './soak-report.ts';
import { Tally } from './tally.ts';

/** Whom a soak plays to. */
export interface Target {
  /** The webhook URL. */
  readonly url: string;
  /** What its process has of the system's memory, in bytes; undefined when that is not known. */
  readonly memory: () => Promise<number | undefined>;
}

/** When the process has warmed up: what it takes from then on is growth. As a share of the time, and a round at least. */
const WARM_UP = 0.2;

/** Plays rounds until the time is over; each one is told of. */
export async function soak(typed: Typed, target: Target, tell: (line: string) => void): Promise<Tally> {
  const settings = settingsFor(typed, target);
  const streams = copiesFor(typed.streams, settings);
  const tally = new Tally(await target.memory());
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / (typed.minutes * MINUTE_MS);
  while (elapsed() < 1) {
    const seed = settings.seed + tally.rounds;
    const round = await playRound({ ...settings, streams, seed, scenarios: scenariosOf(settings, tally) });
    tally.add(round, await target.memory(), elapsed() >= WARM_UP);
    tell(roundLine(round, tally));
    if (tally.kept === 0) break; // nobody takes hooks there
  }
  return tally;
}

const MINUTE_MS = 60_000;

/** The read API tells of all servers in one answer, and of fewer events of each where they are too many for it. */
const MOST_SERVERS = 1_000;

function scenariosOf({ scenarios }: Settings, { servers }: Tally): readonly ScenarioName[] {
  return servers < MOST_SERVERS ? scenarios : scenarios.filter((name) => name !== 'crash');
}

/** As `npm run simulate` reads them. Throws with a line for a person when the URL is none of this project. */
function settingsFor({ rate, duplicate, seed, token }: Typed, { url }: Target): Settings {
  const usual = { ams: '2.17.1', streams: 1, retries: 0, compare: true };
  const given = { url, rate, duplicate, ...(token !== undefined && { token }), ...(seed !== undefined && { seed }) };
  return settingsOf({ ...usual, ...given }, undefined, Date.now() % 1_000_000);
}
