import { recommendedSettings } from '../../board/media-server-settings.ts';
import { boardLine, boardUrl, readTokenLine, webhookLine, webhookUrl } from '../../local/webhook-urls.ts';
import { toShellWord } from '../../terminal/shell.ts';
import type { Colours } from '../../terminal/text-table.ts';
import { isAccessDenied } from '../stack/access-denied.ts';
import type { StackOutputs } from '../stack/outputs.ts';
import type { CreatedTokens } from './first-tokens.ts';
import { requiredPermissions } from './required-permissions.ts';

/** In the place of a secret that nobody knows: no URL can have it, so that nobody takes it for one. */
const PLACEHOLDER = '<TOKEN>';

/** What was deployed. */
export interface DeployedStack {
  readonly outputs: Pick<
    StackOutputs,
    'stack' | 'url' | 'domainTarget' | 'alarmTopic' | 'streamsTable' | 'tokensTable'
  >;
  readonly admitted: CreatedTokens;
  /** Whether the API's name is known. */
  readonly isResolved: boolean;
  /** What has to stand before a command, so that it finds the same account and region. */
  readonly variables: string;
}

/** What to do with what was deployed: text to paste from. */
export function formatNextSteps(deployed: DeployedStack, colours: Colours): string {
  const { outputs, admitted } = deployed;
  const hook = webhookUrl(outputs.url, admitted.app, admitted.hooks ?? PLACEHOLDER);
  const paragraphs = [
    [
      webhookLine(hook, colours),
      boardLine(boardUrl(outputs.url, admitted.read ?? PLACEHOLDER), colours),
      ...(admitted.read === undefined ? [] : [readTokenLine(admitted.read, colours)]),
      ...optionalOutputs(outputs),
    ],
    dnsWarning(deployed, colours),
    tokenHints(deployed),
    [
      `In Ant Media Server's web panel, Applications, ${admitted.app}, Settings: paste the webhook URL into Webhook URL.`,
      'Then set these in the Advanced settings there, and save:',
    ],
    [recommendedSettings(hook)],
  ];
  const lines = paragraphs.filter((paragraph) => paragraph.length > 0).map((paragraph) => paragraph.join('\n'));
  return `\n${lines.join('\n\n')}\n`;
}

function optionalOutputs({ domainTarget, alarmTopic }: DeployedStack['outputs']): string[] {
  return [
    ...(domainTarget === undefined ? [] : [`CNAME target  ${domainTarget}`]),
    ...(alarmTopic === undefined ? [] : [`Alarm topic   ${alarmTopic}`]),
  ];
}

function dnsWarning({ outputs: { url, domainTarget }, isResolved }: DeployedStack, colours: Colours): string[] {
  if (domainTarget === undefined || isResolved) return [];
  const { hostname } = new URL(url);
  return [colours.yellow(`${hostname} does not resolve yet: make a DNS record of it, CNAME to ${domainTarget}.`)];
}

/** What is to be known of secrets: those that were made are shown this once, others not at all. */
function tokenHints(deployed: DeployedStack): string[] {
  const { outputs, admitted, variables } = deployed;
  const createCommand = (what: string) => `  ${variables}npm run tokens -- create ${what} --stack ${outputs.stack}`;
  const commands = [
    ...(admitted.hooks === undefined ? [createCommand(`--app ${toShellWord(admitted.app)}`)] : []),
    ...(admitted.read === undefined ? [createCommand('--scope read --every-app')] : []),
  ];
  return [
    ...(commands.length < 2 ? ['A secret in these URLs is shown this once: only its hash is kept.'] : []),
    ...(commands.length > 0 ? [explainPlaceholder(deployed), ...commands] : []),
  ];
}

/** Why there is no secret in its place. */
function explainPlaceholder({ outputs, admitted: { unmade } }: DeployedStack): string {
  if (unmade === undefined)
    return `${PLACEHOLDER} is a token made earlier, whose secret is kept nowhere. Another one in its place comes by:`;
  if (unmade === 'unwanted') return `${PLACEHOLDER} is a token. None was made (--no-tokens): one comes by:`;
  if (isAccessDenied(unmade.error))
    return `${PLACEHOLDER} is a token, which these credentials may not make: that takes ${requiredPermissions(outputs)} With them, one comes by:`;
  return `${PLACEHOLDER} is a token that was not made for sure, for the reason below (npm run tokens -- list tells). One comes by:`;
}
