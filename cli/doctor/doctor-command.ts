import { Command, Option } from 'commander';
import { toPrintable } from '../../terminal/printable.ts';
import { stackOption } from '../connection/with-connection.ts';
import { parseAppName } from '../tokens/app-name.ts';
import { COULD_NOT, type DoctorOptions } from './doctor-options.ts';
import { addHost, assertHosts } from './mend/replaced-hosts.ts';
import { runDoctor } from './run-doctor.ts';

const EXAMPLES = `
Examples:
  npm run doctor -- --server https://media.example.com:5443 --user admin@example.com --app LiveApp
  npm run doctor -- --server https://media.example.com:5443 --user admin@example.com --app LiveApp --stack AntMediaWebhooks
  npm run -s doctor -- --server http://127.0.0.1:5080 --app LiveApp --hook https://HOST/hooks/LiveApp/TOKEN --json
  npm run doctor -- --server https://media.example.com:5443 --user admin@example.com --app LiveApp --fix --dry-run
  npm run doctor -- --server https://media.example.com:5443 --user admin@example.com --app LiveApp --stack AntMediaWebhooks --rotate

Where the receiver is on this machine, or given with --stack, each of its tokens that permits hooks counts as good; with the --hook of
another receiver only the token of that URL does, and whether it is good cannot be looked up.
The password is read from AMS_PASSWORD or from a prompt; it is tried once, because the third wrong one blocks the user. With
the JWT secret of the server in AMS_JWT_SECRET no user is needed.

Without --fix, --rotate and --undo nothing is changed on the media server.
--fix     sets the webhook URL and the four settings of hooks where they are wrong, and the webhook URL of broadcasts, but of none
          that somebody else listens to, unless --replace-host names the host. The settings as they were are written to a file
          first, which holds secrets and only you can read: --undo puts such a file back.
--rotate  gives every webhook URL a new token; run again, it revokes the old one once nobody used it for an hour.
--adopt   changes the table alone: it records live streams that no hook has reported as started.

Exit code 0: no hooks are seen to get lost, or all was mended; 1: hooks get lost; 2: it could not look, or could not change it.
docs/doctor.md lists what it looks at, and what it changes.`;

/** What is refused without quoting it. */
type RefusedOptions = { readonly password?: unknown; readonly jwtSecret?: unknown };

/** Creates the command line of `npm run doctor`. */
export function createDoctorCommand(): Command {
  return new Command('npm run doctor --')
    .usage('--server URL --user EMAIL --app LiveApp [--hook URL] [--stack NAME] [--fix [--replace-host HOST] | --rotate | --undo FILE | --adopt] [--json]')
    .description("Compares a media server's settings, and its broadcasts', with what this receiver needs, and mends them with --fix.")
    .requiredOption('--server <url>', "the media server's web panel, such as https://media.example.com:5443")
    .option('--user <email>', 'a user of the web panel')
    .addOption(new Option('--app <app>', 'the application on the media server').argParser(parseAppName).makeOptionMandatory()) // biome-ignore format: an option a line
    .addOption(new Option('--hook <url>', 'the webhook URL that it should have (default: of the receiver on this machine)')) // biome-ignore format: an option a line
    .option(...stackOption)
    .addOption(new Option('--fix', 'change what is wrong, after a question').conflicts('undo'))
    .addOption(new Option('--replace-host <host>', 'with --fix: change the broadcasts that send to this host too (repeatable)').argParser(addHost)) // biome-ignore format: an option a line
    .addOption(
      new Option(
        '--rotate',
        'change the token of every webhook URL, and revoke the old one once it is not used',
      ).conflicts(['fix', 'undo', 'adopt']),
    )
    .addOption(new Option('--adopt', 'record streams that are live, and not in the table, as started').conflicts(['fix', 'undo'])) // biome-ignore format: an option a line
    .option('--undo <file>', 'put back the settings, and the URLs of broadcasts, that were copied to this file')
    .option('--dry-run', 'with --fix, --rotate, --undo or --adopt: show each change, and change nothing')
    .option('--yes', 'with --fix, --rotate, --undo or --adopt: do not ask for confirmation')
    .option('--restart-sources', 'with --fix, --rotate or --undo: change live pull sources too, which restarts them')
    .option('--json', 'JSON output')
    .addOption(new Option('--password [password]').hideHelp())
    .addOption(new Option('--jwt-secret [secret]').hideHelp())
    .showHelpAfterError('See npm run doctor -- --help')
    .addHelpText('after', EXAMPLES)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : COULD_NOT))
    .action(async (options: DoctorOptions & RefusedOptions) => {
      process.exitCode = await lookOrExplain(options);
    });
}

async function lookOrExplain({ password, jwtSecret, ...options }: DoctorOptions & RefusedOptions): Promise<number> {
  try {
    if (password !== undefined || jwtSecret !== undefined) throw new Error(SECRET_IN_ARGUMENT);
    assertChanges(options);
    assertHosts(options);
    return await runDoctor(options);
  } catch (error) {
    console.error(toPrintable(error instanceof Error ? error.message : String(error)));
    return COULD_NOT;
  }
}

/** Throws for an option that without another does nothing. */
function assertChanges({ fix, rotate, undo, adopt, dryRun, yes, restartSources }: DoctorOptions): void {
  if (fix || rotate || undo !== undefined || (adopt && !restartSources) || !(dryRun || yes || restartSources)) return;
  throw new Error(
    'Received --dry-run, --yes or --restart-sources, expected --fix, --rotate or --undo FILE with it, or --adopt with the first two.',
  );
}

const SECRET_IN_ARGUMENT =
  'Received a secret as an argument, expected it in AMS_PASSWORD or AMS_JWT_SECRET, or at the prompt: arguments are visible to others and stay in the history of the shell.';
