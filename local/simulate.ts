import './sdk-warnings.ts';
import { SingleBar } from 'cli-progress';
import { announced, DEFAULT_DATA_DIR } from './data-dir.ts';
import { commandOf, type Typed } from './simulate/command.ts';
import { type Settings, settingsOf } from './simulate/settings.ts';
import { type Progress, simulate } from './simulate/simulate.ts';
import { summary } from './simulate/summary.ts';
import { isClean } from './simulate/verdict.ts';
import { lookOf, runCommand } from './terminal/command.ts';

const { DATA_DIR = DEFAULT_DATA_DIR } = process.env;

await runCommand(commandOf().action(run));

async function run(typed: Typed): Promise<void> {
  const settings = settingsOf(typed, announced(DATA_DIR), Date.now() % 1_000_000);
  const look = lookOf();
  console.log(`${heading(typed, settings)}\n`);
  const played = await simulate(settings, progressBar());
  console.log(summary(played, look));
  process.exitCode = isClean(played) ? 0 : 1;
}

/** What is about to happen. The URL's token is not told: these lines may be copied into an issue. */
function heading({ ams }: Typed, { scenarios, encoding, url, app, shuffle, duplicate, seed }: Settings): string {
  const chance = shuffle || duplicate > 0 ? `, with --seed ${seed}` : '';
  return `Ant Media Server ${ams} plays ${scenarios.join(', ')}\nto ${url.origin} as ${app}, in ${encoding}${chance}`;
}

/** A bar where a terminal shows it, nothing elsewhere. */
function progressBar(): Progress {
  const bar = new SingleBar({
    format: '{bar} {value}/{total} hooks',
    barsize: 50,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    hideCursor: true,
  });
  return { start: (total) => bar.start(total, 0), step: () => bar.increment(), stop: () => bar.stop() };
}
