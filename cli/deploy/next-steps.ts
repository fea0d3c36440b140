import { boardLine, boardUrl, readTokenLine, webhookLine, webhookUrl } from '../../local/webhook-urls.ts';
import { toShellWord } from '../../terminal/shell.ts';
import type { Colours } from '../../terminal/text-table.ts';
import { recommendedSettings } from '../../words/media-server-settings.ts';
import { isAccessDenied } from '../stack/aws-errors.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import { formatExecutions } from './account-executions.ts';
import { formatAuthoriseSteps } from './authorise-steps.ts';
import { formatDoctorStep } from './doctor-step.ts';
import type { CreatedTokens } from './first-tokens.ts';

/** Printed in the place of an unknown secret: no URL can contain it, so that nobody mistakes it for one. */
const PLACEHOLDER = '<TOKEN>';

export interface DeployedStack {
  readonly outputs: Pick<
    StackOutputs,
    'stack' | 'url' | 'domainTarget' | 'alarmTopic' | 'streamsTable' | 'tokensTable'
  >;
  readonly tokens: CreatedTokens;
  /** Whether the hostname of the API resolves. */
  readonly isResolvable: boolean;
  /** How many functions may run at once in the account; undefined where that is not known. */
  readonly executions?: number | undefined;
  /** Environment variables to print before a command, for the same account and region. */
  readonly commandPrefix: string;
}

/** Formats the URLs of the deployment, the command that sets up Ant Media Server, what to set by hand instead, and the steps that remain. */
export function formatNextSteps(deployed: DeployedStack, colours: Colours): string {
  const { outputs, tokens } = deployed;
  const hook = webhookUrl(outputs.url, tokens.app, tokens.hooksSecret ?? PLACEHOLDER);
  const paragraphs = [
    [
      webhookLine(hook, colours),
      boardLine(boardUrl(outputs.url, tokens.readSecret ?? PLACEHOLDER), colours),
      ...(tokens.readSecret === undefined ? [] : [readTokenLine(tokens.readSecret, colours)]),
      ...optionalOutputs(outputs),
    ],
    dnsWarning(deployed, colours),
    tokenHints(deployed),
    formatDoctorStep({
      ...{ stack: outputs.stack, app: tokens.app, commandPrefix: deployed.commandPrefix },
      hook: tokens.hooksSecret === undefined ? undefined : hook,
    }),
    [
      `Or by hand, in its web panel, Applications, ${tokens.app}, Settings: paste the webhook URL into Webhook URL.`,
      'Then set these in the Advanced settings there, and save:',
    ],
    [recommendedSettings(hook)],
    authoriseSteps(deployed),
    formatExecutions(deployed.executions),
  ];
  const texts = paragraphs.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `\n${texts.join('\n\n')}\n`;
}

/** The permissions to create the first tokens and to run the test, beyond those to deploy. */
export const requiredPermissions = ({
  streamsTable,
  tokensTable,
}: Pick<StackOutputs, 'streamsTable' | 'tokensTable'>): string =>
  `dynamodb:Scan, Query, PutItem and DeleteItem on the tables ${streamsTable} and ${tokensTable}`;

function optionalOutputs({ domainTarget, alarmTopic }: DeployedStack['outputs']): string[] {
  return [
    ...(domainTarget === undefined ? [] : [`CNAME target  ${domainTarget}`]),
    ...(alarmTopic === undefined ? [] : [`Alarm topic   ${alarmTopic}`]),
  ];
}

const authoriseSteps = ({
  outputs: { stack, url },
  tokens: { app, hasAuthoriseToken },
  commandPrefix,
}: DeployedStack) =>
  formatAuthoriseSteps({ stack, url, app, hasToken: hasAuthoriseToken, placeholder: PLACEHOLDER, commandPrefix });

function dnsWarning({ outputs: { url, domainTarget }, isResolvable }: DeployedStack, colours: Colours): string[] {
  if (domainTarget === undefined || isResolvable) return [];
  const { hostname } = new URL(url);
  return [colours.yellow(`${hostname} does not resolve yet: create a DNS record for it, a CNAME to ${domainTarget}.`)];
}

/** Says that new secrets are shown only once, and how to create tokens in the place of those that are not known. */
function tokenHints(deployed: DeployedStack): string[] {
  const { outputs, tokens, commandPrefix } = deployed;
  const createCommand = (args: string) => `  ${commandPrefix}npm run tokens -- create ${args} --stack ${outputs.stack}`;
  const commands = [
    ...(tokens.hooksSecret === undefined ? [createCommand(`--app ${toShellWord(tokens.app)}`)] : []),
    ...(tokens.readSecret === undefined ? [createCommand('--scope read --every-app')] : []),
  ];
  return [
    ...(commands.length < 2 ? ['The secrets in these URLs are shown only once: only their hashes are stored.'] : []),
    ...(commands.length > 0 ? [explainPlaceholder(deployed), ...commands] : []),
  ];
}

function explainPlaceholder({ outputs, tokens: { skipReason } }: DeployedStack): string {
  if (skipReason === undefined)
    return `${PLACEHOLDER} stands for a token created earlier, whose secret is not stored. To create another:`;
  if (skipReason === 'disabled')
    return `${PLACEHOLDER} stands for a token. None was created (--no-tokens). To create one:`;
  if (isAccessDenied(skipReason.error))
    return `${PLACEHOLDER} stands for a token, which these credentials may not create: that needs ${requiredPermissions(outputs)}. With these permissions, create one:`;
  return `${PLACEHOLDER} stands for a token that may not have been created, for the reason below (npm run tokens -- list shows it if it was). To create one:`;
}
