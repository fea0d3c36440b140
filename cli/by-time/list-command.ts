import { Command } from 'commander';
import { parseLimit } from '../streams/streams-options.ts';
import { addApiOptions, addFormatOptions } from './api-options.ts';
import type { ListOptions } from './list-options.ts';
import { recordingList } from './recording-list.ts';
import { sessionList } from './session-list.ts';
import { showList } from './show-list.ts';
import type { TimeList } from './time-list.ts';
import { parseTimeOption } from './time-option.ts';

export const createSessionsCommand = (): Command =>
  createListCommand(
    sessionList,
    'Lists the sessions of all streams that ended within a period, newest first. Those that are open are listed by npm run streams -- --status live.',
  );

export const createRecordingsCommand = (): Command =>
  createListCommand(
    recordingList,
    'Lists the recordings of all streams that became ready within a period, newest first, each at its latest vodReady.',
  );

function createListCommand<Row extends object>(list: TimeList<Row>, description: string): Command {
  const command = new Command(`npm run ${list.name} --`)
    .usage('[options]')
    .description(description)
    .option(
      '--from <time>',
      'the beginning: a date (00:00 UTC), or a time with Z or an offset (default: 24 h before the end)',
      (text: string) => parseTimeOption(text),
    )
    .option('--to <time>', 'the end, which is excluded (default: now)', (text: string) => parseTimeOption(text))
    .option('--app <app>', 'only of this app')
    .option('--limit <rows>', `the maximum number of ${list.name} (default: all)`, parseLimit)
    .showHelpAfterError(`See npm run ${list.name} -- --help`)
    .addHelpText('after', examplesOf(list.name))
    .action((options: ListOptions) => showList(list, options));
  return addFormatOptions(addApiOptions(command));
}

const examplesOf = (name: string): string => `
Examples:
  npm run ${name}                                                of the last 24 hours
  npm run ${name} -- --from 2026-11-24 --to 2026-11-25           of one day, in UTC
  npm run ${name} -- --from 2026-11-25T09:00:00+01:00 --app LiveApp
  npm run -s ${name} -- --from 2026-11-01 --csv > ${name}.csv
  npm run -s ${name} -- --json | jq '.[].id'
  npm run ${name} -- --stack AntMediaWebhooks                    a deployed stack; its token in STREAMS_TOKEN`;
