import { Command } from 'commander';
import { parseIntegerFrom, parsePercent, parsePositive } from '../simulate/simulate-command.ts';
import { createTokenOption } from '../tokens/token-option.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly streams: number;
  readonly rate: number;
  readonly duplicate: number;
  readonly url?: string;
  readonly token?: string;
  readonly seed?: number;
}

const examples = `
Examples:
  npm run soak                                           5 minutes with 200 concurrent streams
  npm run soak -- --minutes 480 --streams 500 --rate 40  a night
  npm run soak -- --url https://HOST/hooks/LiveApp/TOKEN  with a read token in STREAMS_TOKEN

Runs rounds of all scenarios of npm run simulate, and compares the read API with the hooks after each round.
Starts its own receiver, on a folder that is deleted afterwards, unless --url names another one.
The exit code is 1 when a hook was not answered 200, or when the read API differs.`;

/** Creates the command line of `npm run soak`. */
export function createSoakCommand(): Command {
  return new Command('npm run soak --')
    .usage('[options]')
    .description('Simulates Ant Media Server for minutes or hours, and checks the receiver and its memory.')
    .option('--minutes <minutes>', 'the duration; the last round is completed', parsePositive, 5)
    .option('--streams <count>', 'concurrent streams per round', parseIntegerFrom(1), 200)
    .option('--rate <hooks>', 'hooks per second', parsePositive, 60)
    .option('--duplicate <percent>', 'the percentage of hooks that is sent twice', parsePercent, 10)
    .option('--url <url>', 'the webhook URL of another receiver')
    .addOption(createTokenOption('that of the URL'))
    .option('--seed <number>', 'random seed, for reproducible runs', parseIntegerFrom(0))
    .addHelpText('after', examples)
    .showHelpAfterError('See npm run soak -- --help');
}
