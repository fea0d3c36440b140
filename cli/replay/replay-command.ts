import { Command } from 'commander';
import { stackOption, withConnection, withDeferredLocation } from '../connection/with-connection.ts';
import { replayDeadLetters } from './replay-dead-letters.ts';
import { replayLost } from './replay-lost.ts';
import { replayQuarantine } from './replay-quarantine.ts';

interface ReplayOptions {
  readonly lost?: string;
  readonly unsigned?: boolean;
  readonly deadLetters?: true;
  readonly quarantine?: true;
  readonly stack?: string;
}

const HELP = `
Examples:
  npm run replay -- --dead-letters --stack AntMediaWebhooks     once the table is available again
  npm run replay -- --quarantine --stack AntMediaWebhooks       after an upgrade
  npm run replay -- --lost FILE --stack AntMediaWebhooks        hooks answered 503 and never sent again

Every command is idempotent: applied events stay unchanged.`;

export function createReplayCommand(): Command {
  return new Command('npm run replay --')
    .usage('--dead-letters | --quarantine | --lost FILE [--unsigned] [--stack NAME]')
    .description(
      'Re-processes stored events that could not be applied, on this machine (DATA_DIR) or, with --stack, of a deployment.',
    )
    .option('--dead-letters', 'defer the dead letters again, each with all its retries')
    .option('--quarantine', 're-process events that could not be parsed, or whose action was unknown')
    .option(
      '--lost <file>',
      'defer the lost events in this log (answered 503); accepts only whole lines that the receiver signed',
    )
    .option(
      '--unsigned',
      'with --lost, accept lines without a MAC too, as 0.2.0 wrote them: anyone whose text reaches that log could have written them, for any app',
    )
    .option(...stackOption)
    .showHelpAfterError('See npm run replay -- --help')
    .addHelpText('after', HELP)
    .action(replay);
}

async function replay({ stack, deadLetters, quarantine, lost, unsigned = false }: ReplayOptions): Promise<void> {
  if (!deadLetters && !quarantine && lost === undefined)
    throw new Error(
      'Received none of --dead-letters, --quarantine and --lost, expected one: see npm run replay -- --help.',
    );
  if (unsigned && lost === undefined)
    throw new Error('Received --unsigned without --lost FILE, expected both: see npm run replay -- --help.');
  if (deadLetters) console.log(await withDeferredLocation(stack, replayDeadLetters));
  if (quarantine) console.log(await withConnection(stack, replayQuarantine));
  if (lost === undefined) return;
  const { summary, rejections } = await withDeferredLocation(stack, (location) => replayLost(lost, unsigned, location));
  console.log(summary);
  if (rejections.length > 0) throw new Error(rejections.join(' '));
}
