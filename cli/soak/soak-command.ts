import { Command } from 'commander';
import { parseIntegerFrom, parsePercent, parsePositive } from '../simulate/simulate-command.ts';
import { createTokenOption } from '../tokens/token-option.ts';

/** The options of `npm run soak` as they are typed. */
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
  $ npm run soak                                           5 minutes of 200 streams at a time
  $ npm run soak -- --minutes 480 --streams 500 --rate 40  a night
  $ npm run soak -- --url https://HOST/hooks/LiveApp/TOKEN   the token that reads in STREAMS_TOKEN

Rounds of all scenarios of npm run simulate are played, and after each the read API is asked whether it says
what was sent. The receiver is one of its own, on a folder that is deleted afterwards, unless --url names
another. The exit code is 1 when a hook was not answered 200, or when the read API says something else.`;

/** The command line of `npm run soak`. */
export function createSoakCommand(): Command {
  return new Command('npm run soak --')
    .usage('[options]')
    .description('Plays Ant Media Server to a receiver for minutes or hours, and looks at what becomes of it.')
    .option(
      '--minutes <minutes>',
      'how long; the round that is being played then is played to its end',
      parsePositive,
      5,
    )
    .option('--streams <count>', 'streams of a round, which overlap', parseIntegerFrom(1), 200)
    .option('--rate <hooks>', 'hooks a second', parsePositive, 60)
    .option('--duplicate <percent>', 'how many of a hundred hooks are sent twice', parsePercent, 10)
    .option('--url <url>', 'the webhook URL of another receiver')
    .addOption(createTokenOption('that of the URL'))
    .option('--seed <number>', 'random seed, for reproducible runs', parseIntegerFrom(0))
    .addHelpText('after', examples)
    .showHelpAfterError('See npm run soak -- --help');
}
