import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../terminal/duration-option.ts';
import { addApiOptions, addFormatOptions } from '../by-time/api-options.ts';
import { parseTimeOption } from '../by-time/time-option.ts';
import { runUsage, type UsageOptions } from './run-usage.ts';
import { parseTimeZone, TimeZone } from './time-zone.ts';
import { parseGrouping } from './usage-grouping.ts';

const EXAMPLES = `
Examples:
  npm run usage                                                      this month, by app
  npm run usage -- --month 2026-11 --by metadata.customerId          a bill: minutes of each customer
  npm run usage -- --month 2026-11 --by day --tz Europe/Berlin       days from midnight to midnight in Berlin
  npm run usage -- --from 2026-11-01 --to 2026-11-15 --by stream --app LiveApp
  npm run usage -- --month 2026-11 --by stream --merge 30s           a stream that drops for 30 s has not ended
  npm run -s usage -- --month 2026-11 --by stream --csv > usage.csv  one line a stream
  npm run -s usage -- --json | jq .total.minutes
  npm run usage -- --stack AntMediaWebhooks                          a deployed stack; its token in STREAMS_TOKEN

What counts:
  The minutes of each session that lie within the period; each session once. One that is open counts to now.
  A presumed end counts as the end. It is marked: no hook has reported it, so a late hook may still move it.
  A session whose start was missed has no minutes: it is in SESSIONS, and marked in START UNKNOWN.
  --merge joins sessions of a stream whose gap is at most that long: they count as one, from the first start to the
  last end. The gap counts with the session before it, also where another customer follows; days divide it at midnight.
  --by metadata.NAME takes the metadata as of each session's start: its own, else the latest before it (of a session that
  began before the history: the present one). Names within objects are joined with dots.
  A day counts each session that it has a part of, so the sum of SESSIONS may exceed their number.
  A period that begins before all sessions are kept is refused: a bill must not lack minutes in silence.`;

/** Creates the command line of `npm run usage`. */
export function createUsageCommand(): Command {
  const command = addPeriodOptions(new Command('npm run usage --'))
    .usage('[options]')
    .description(
      'Sums the minutes that streams were live within a period, from the sessions of the receiver on this machine or of another one.',
    )
    .addOption(
      new Option('--by <group>', 'app, stream, day, or metadata.NAME')
        .argParser(parseGrouping)
        .default({ by: 'app' }, 'app'),
    )
    .addOption(
      new Option('--tz <zone>', 'the IANA time zone of days and months')
        .argParser(parseTimeZone)
        .default(new TimeZone('UTC'), 'UTC'),
    )
    .option('--merge <gap>', 'join sessions of a stream with a gap of at most this, such as 30s', parseDuration)
    .option('--app <app>', 'only streams of this app')
    .showHelpAfterError('See npm run usage -- --help')
    .addHelpText('after', EXAMPLES)
    .action((options: UsageOptions) => runUsage(options));
  return addFormatOptions(addApiOptions(command));
}

function addPeriodOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--month <month>', 'a month, such as 2026-11 (default: this month)')
        .argParser(parseMonth)
        .conflicts(['from', 'to']),
    )
    .option(
      '--from <time>',
      'the beginning: a date (its midnight by --tz), or a time with Z or an offset',
      parseTimeText,
    )
    .option('--to <time>', 'the end, which is excluded (default: now)', parseTimeText);
}

function parseMonth(received: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(received)) return received;
  throw new InvalidArgumentError('Expected a month, such as 2026-11.');
}

/** Checks a time at once; its zone may be named by an option that is not parsed yet. */
function parseTimeText(received: string): string {
  parseTimeOption(received);
  return received;
}
