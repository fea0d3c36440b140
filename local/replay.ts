import './sdk-warnings.ts';
import { Command } from 'commander';
import { stackOption, withPlace } from './place/with-place.ts';
import { replayDeadLetters } from './replay/dead-letters.ts';
import { replayLost } from './replay/lost.ts';
import { replayQuarantine } from './replay/quarantine.ts';
import { runCommand } from './terminal/command.ts';

interface Wanted {
  readonly lost?: string;
  readonly deadLetters?: true;
  readonly quarantine?: true;
  readonly stack?: string;
}

const command = new Command('replay')
  .usage('--dead-letters | --quarantine | --lost FILE [--stack NAME]')
  .description(
    'Takes events again that were kept, and could not be applied then: on this machine (DATA_DIR), or with --stack deployed.',
  )
  .option('--dead-letters', 'those that waited for the table, and were tried too often: they wait again')
  .option('--quarantine', 'those that could not be read, or whose action was not known: this version may know them')
  .option('--lost <file>', 'those that could be kept nowhere: lines of the log of the receiver, answered 503')
  .option(...stackOption)
  .showHelpAfterError('See npm run replay -- --help')
  .addHelpText(
    'after',
    `
Examples:
  npm run replay -- --dead-letters --stack AntMediaWebhooks     when the table answers again
  npm run replay -- --quarantine --stack AntMediaWebhooks       after an upgrade
  npm run replay -- --lost FILE --stack AntMediaWebhooks        what was answered 503 and never sent again

What is applied already stays as it is: running it again does no harm.`,
  )
  .action(({ stack, deadLetters, quarantine, lost }: Wanted) => {
    if (!deadLetters && !quarantine && lost === undefined)
      throw new Error(
        'Received none of --dead-letters, --quarantine and --lost, expected one: see npm run replay -- --help.',
      );
    return withPlace(stack, async (place) => {
      if (deadLetters) console.log(await replayDeadLetters(place));
      if (lost !== undefined) console.log(await replayLost(lost, place));
      if (quarantine) console.log(await replayQuarantine(place));
    });
  });
await runCommand(command);
