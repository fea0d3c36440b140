import { Command } from 'commander';
import { addApiOptions } from '../by-time/api-options.ts';
import { exitCodes } from './judge-status.ts';
import { type StatusOptions, showStatus } from './show-parts.ts';

const HELP = `
Exit codes: 0 well; 1 something needs a look (an alarm rings, streams are missing, stale, not counted any more or had an error
in the last hour, there are dead letters, or a recipient takes no notifications; on this machine also an event that has
been deferred for more than 5 minutes); 2 it could not look, or not at everything.

Examples:
  npm run status                                the receiver on this machine
  npm run status -- --stack AntMediaWebhooks    a deployed stack; its token in STREAMS_TOKEN: read -rs STREAMS_TOKEN && export STREAMS_TOKEN
  npm run -s status -- --json | jq '.concerns[]'`;

/** Creates the command. `setExitCode` receives what the answer is for scripts. */
export function createStatusCommand(setExitCode = setOfProcess): Command {
  return addApiOptions(new Command('npm run status --'))
    .description(
      'Answers on one screen whether all is well: alarms, streams, the last hook, what waits, errors and refusals.',
    )
    .option('--json', 'JSON output: every part, and what needs a look')
    .showHelpAfterError('See npm run status -- --help')
    .addHelpText('after', HELP)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : exitCodes.notLooked))
    .action(async (options: StatusOptions) => setExitCode(await showStatus(options)));
}

function setOfProcess(code: number): void {
  process.exitCode = code;
}
