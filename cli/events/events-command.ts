import { Command, Option } from 'commander';
import { parseDuration } from '../../terminal/duration-option.ts';
import { stackOption } from '../connection/with-connection.ts';
import { detailTypes } from './describe-announcement.ts';
import type { EventsDeps, EventsOptions } from './events-options.ts';
import { followEvents } from './follow-events.ts';

const HELP = `
Examples:
  npm run events -- --follow                                      every announcement, from now on
  npm run events -- --follow --since 10m --app LiveApp            and those of the last 10 minutes
  npm run events -- --follow --type "Stream Started" "Stream Ended"
  npm run events -- --follow --forward http://127.0.0.1:8080/hook  posts each as a rule of EventBridge would deliver it
  npm run -s events -- --follow --json | jq .detail
  npm run events -- --follow --stack AntMediaWebhooks

Forwarding: one announcement after the other, each until it is answered 2xx. Redirects are not followed. At least once:
drop an eventId that you have seen, and a sequence that is not above the last one of its stream.

With --stack: a rule on the bus of the stack and a queue, npm-run-events-…, which are removed at the end, also when the
terminal is closed. Those that a killed run left are removed by the next run on the same machine at once, by one on
another machine 10 minutes after they were renewed last, which happens every minute. When somebody else removes them, as
npm run deploy -- --destroy does, the command ends. It needs the permissions cloudformation:DescribeStacks;
events:ListRules, PutRule, PutTargets, RemoveTargets and DeleteRule; sqs:CreateQueue, GetQueueUrl, ReceiveMessage,
DeleteMessage and DeleteQueue.`;

/** Creates the command line of `npm run events`. */
export function createEventsCommand(deps: EventsDeps): Command {
  return new Command('npm run events --')
    .usage('--follow [options]')
    .description(
      'Prints what happens to streams, as it happens: the announcements of the receiver on this machine (DATA_DIR) or, with --stack, of a deployment.',
    )
    .option('--follow', 'print announcements until Ctrl-C; outlives restarts of the receiver')
    .option('--app <app>', 'only announcements of this app')
    .addOption(new Option('--type <types...>', 'only these types').choices(detailTypes))
    .option('--json', 'one JSON envelope a line, as a rule delivers it; the default when the output is no terminal')
    .option('--since <duration>', 'begin that long ago, such as 10m; on this machine only', parseDuration)
    .option('--forward <url>', 'also post each announcement to this URL')
    .option(...stackOption)
    .showHelpAfterError('See npm run events -- --help')
    .addHelpText('after', HELP)
    .action((options: EventsOptions) => followEvents(options, deps));
}
