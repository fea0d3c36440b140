import '../terminal/sdk-warnings.ts';
import { Command } from 'commander';
import { runCommand } from '../terminal/run-command.ts';
import { stackOption, withConnection, withDeferredLocation } from './connection/with-connection.ts';
import { replayDeadLetters } from './replay/replay-dead-letters.ts';
import { replayLost } from './replay/replay-lost.ts';
import { replayQuarantine } from './replay/replay-quarantine.ts';

interface ReplayOptions {
  readonly lost?: string;
  readonly unsigned?: boolean;
  readonly deadLetters?: true;
  readonly quarantine?: true;
  readonly stack?: string;
}

const command = new Command('replay')
  .usage('--dead-letters | --quarantine | --lost FILE [--unsigned] [--stack NAME]')
  .description(
    'Takes events again that were kept, and could not be applied then: on this machine (DATA_DIR), or with --stack deployed.',
  )
  .option('--dead-letters', 'those that waited for the table, and were tried too often: they wait again')
  .option('--quarantine', 'those that could not be read, or whose action was not known: this version may know them')
  .option(
    '--lost <file>',
    'those that could be kept nowhere: whole lines of the log of the receiver, answered 503, that it signed',
  )
  .option(
    '--unsigned',
    'with --lost, also lines without a MAC, as 0.2.0 wrote them: anybody whose text reaches that log could have written them, for any app',
  )
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
  .action((wanted: ReplayOptions) => {
    const { deadLetters, quarantine, lost, unsigned } = wanted;
    if (!deadLetters && !quarantine && lost === undefined)
      throw new Error(
        'Received none of --dead-letters, --quarantine and --lost, expected one: see npm run replay -- --help.',
      );
    if (unsigned && lost === undefined)
      throw new Error('Received --unsigned without --lost FILE, expected both: see npm run replay -- --help.');
    return replay(wanted);
  });
await runCommand(command);

async function replay({ stack, deadLetters, quarantine, lost, unsigned = false }: ReplayOptions): Promise<void> {
  if (deadLetters) console.log(await withDeferredLocation(stack, replayDeadLetters));
  if (quarantine) console.log(await withConnection(stack, replayQuarantine));
  if (lost === undefined) return;
  const { summary, rejections } = await withDeferredLocation(stack, (place) => replayLost(lost, unsigned, place));
  console.log(summary);
  if (rejections.length > 0) throw new Error(rejections.join(' '));
}
