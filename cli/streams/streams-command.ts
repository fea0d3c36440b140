import { Command, Option } from 'commander';
import { addApiOptions } from '../by-time/api-options.ts';
import { addForget } from './forget.ts';
import { showStreams } from './show.ts';
import { parseLimit, parseStatuses, parseText, type StreamsOptions } from './streams-options.ts';

const EXAMPLES = `
Examples:
  npm run streams                                  every stream
  npm run streams -- --status live --watch         the live streams, refreshed
  npm run streams -- --status stale,failing --q gate  those of a gate that need a look
  npm run streams -- LiveApp/cam-1                 one stream
  npm run streams -- LiveApp/0/test                the stream with the id 0/test; or: -- LiveApp 0/test
  npm run streams -- forget LiveApp/cam-1          remove it; see: -- forget --help
  npm run streams -- --stack AntMediaWebhooks      a deployed stack; its token in STREAMS_TOKEN: read -rs STREAMS_TOKEN && export STREAMS_TOKEN
  npm run streams -- --url https://api.example.com
  npm run -s streams -- --json | jq '.[].id'`;

export function createStreamsCommand(): Command {
  const streams = addApiOptions(new Command('npm run streams --'))
    .enablePositionalOptions()
    .usage('[options] [APP/ID | APP ID] | forget APP/ID')
    .description(
      'Prints the stream status table, or one stream of it, from the receiver on this machine or from another one.',
    )
    .argument('[app/id]', 'one stream, with its sessions, recordings, tracks and latest events')
    .argument('[id]', 'its id, when the first argument is only the app')
    .option('--app <app>', 'only streams of this app')
    .option(
      '--status <statuses>',
      'only live, presumedEnded, ended, unknown, stale or failing (an error in the last hour) ones; several with commas',
      parseStatuses,
    )
    .option('--q <text>', 'only streams with this text in id, name, category, room, metadata or last error', parseText)
    .option('--room <room>', 'only streams of this room', parseText)
    .option('--limit <rows>', 'the maximum number of streams (default: all)', parseLimit)
    .option('--watch', 'refresh every 2 s, until Ctrl-C')
    .addOption(new Option('--json', 'JSON output: Stream objects as in the read API').conflicts('watch'))
    .showHelpAfterError('See npm run streams -- --help')
    .addHelpText('after', EXAMPLES)
    .action((stream: string | undefined, id: string | undefined, options: StreamsOptions) =>
      showStreams(stream, id, options),
    );
  addForget(streams);
  return streams;
}
