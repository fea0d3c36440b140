import '../terminal/sdk-warnings.ts';
import { Command, Option } from 'commander';
import { statuses } from '../lambda/reading/parameters.ts';
import { runCommand } from '../terminal/run-command.ts';
import { stackOption } from './connection/with-connection.ts';
import { addForget } from './streams/forget.ts';
import { showStreams } from './streams/show.ts';
import { parseLimit, type StreamsOptions } from './streams/streams-options.ts';
import { createTokenOption } from './tokens/token-option.ts';

const streams = new Command('streams')
  .enablePositionalOptions()
  .usage('[options] [APP/ID | APP ID] | forget APP/ID')
  .description('The stream status table, or one stream of it, from the receiver on this machine or from any other.')
  .argument('[app/id]', 'one stream, with its sessions, recordings, tracks and last events')
  .argument('[id]', 'its id, when the app stands alone before it')
  .option('--url <url>', 'where the receiver answers (also STREAMS_URL; default: the one that runs on this machine)')
  .addOption(new Option(...stackOption).conflicts('url'))
  .addOption(createTokenOption('that of this machine'))
  .option('--app <app>', 'the streams of this app alone')
  .addOption(new Option('--status <status>', 'the streams of this status alone').choices(statuses))
  .option('--limit <rows>', 'so many streams at most (default: all)', parseLimit)
  .option('--watch', 'again every 2 s, until Ctrl-C')
  .addOption(new Option('--json', 'for machines: Stream objects, as the read API has them').conflicts('watch'))
  .showHelpAfterError('See npm run streams -- --help')
  .addHelpText(
    'after',
    `
Examples:
  npm run streams                                  every stream
  npm run streams -- --status live --watch         what is live, as it changes
  npm run streams -- LiveApp/cam-1                 one stream
  npm run streams -- LiveApp/0/test                one whose id is 0/test; or: -- LiveApp 0/test
  npm run streams -- forget LiveApp/cam-1          removes it; see: -- forget --help
  npm run streams -- --stack AntMediaWebhooks      deployed; the token in STREAMS_TOKEN: read -rs STREAMS_TOKEN && export STREAMS_TOKEN
  npm run streams -- --url https://api.example.com
  npm run --silent streams -- --json | jq '.[].id'`,
  )
  .action((stream: string | undefined, id: string | undefined, wanted: StreamsOptions) =>
    showStreams(stream, id, wanted),
  );
addForget(streams);
await runCommand(streams);
