import { Command } from 'commander';
import { addList } from './list-recipients.ts';
import { addRemove } from './remove-recipient.ts';
import { addResend } from './resend-dead-letters.ts';
import { addRotate } from './rotate-secret.ts';
import { addSet } from './set-recipient.ts';
import { addTest } from './test-recipient.ts';

const HELP = `
Examples:
  npm run notify -- set team --to https://hooks.slack.com/services/T000/B000/XXXX
  npm run notify -- test team
  npm run notify -- set team --to -                          reads the URL, which is a secret, from a prompt
  npm run notify -- set night --to - --on stream-missing stream-error --app LiveApp --grace 30s < url.txt
  npm run notify -- set ops --to ops@example.com --stack AntMediaWebhooks
  npm run notify -- set billing --to https://example.com/hook            a signed envelope for a program
  npm run notify -- rotate billing --overlap 24h
  npm run notify -- resend team                              dead letters: what it did not take for 24 hours
  npm run -s notify -- list --json | jq

On this machine npm start sends what happens, in a deployment a function of the stack; neither has to be started or deployed
again. A deployment sends mails by SNS, once their owner has confirmed. The secret of an envelope is shown once, by set.

With --stack it needs cloudformation:DescribeStacks. set and rotate: ssm:GetParameter and PutParameter, to replace also
dynamodb:Query and UpdateItem, sqs:SendMessage. list: ssm:GetParametersByPath, dynamodb:Query and GetItem. remove:
ssm:GetParameter and DeleteParameter, dynamodb:Query and DeleteItem, sqs:SendMessage. test: ssm:GetParameter,
events:PutEvents, dynamodb:GetItem. resend: ssm:GetParameter, without a name GetParametersByPath, dynamodb:Query, PutItem,
DeleteItem and UpdateItem, sqs:SendMessage. Mails: sns:CreateTopic, Subscribe, ListSubscriptionsByTopic and DeleteTopic.`;

/** Creates the command line of `npm run notify`. */
export function createNotifyCommand(): Command {
  const notify = new Command('npm run notify --')
    .usage('set|list|remove|test|rotate|resend [options]')
    .description(
      'Manages who is notified of what happens to streams: by Slack, Teams, Discord, mail or a signed webhook, on this machine (DATA_DIR) or, with --stack, of a deployment.',
    )
    .configureOutput({ outputError: (text, write) => write(maskUrls(text)) })
    .showHelpAfterError('See npm run notify -- --help')
    .addHelpText('after', HELP);
  for (const add of [addSet, addList, addRemove, addTest, addRotate, addResend]) add(notify);
  return notify;
}

/** Commander quotes what it does not understand, such as `--too=https://…`. */
const maskUrls = (text: string): string => text.replace(/(https?:)[^\s']*/gi, '$1//***');
