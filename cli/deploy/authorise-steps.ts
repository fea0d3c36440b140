import { authoriseUrl } from '../../local/webhook-urls.ts';
import { toShellWord } from '../../terminal/shell.ts';

/** The facts that the steps to authorise publishers depend on. */
export interface AuthoriseSteps {
  readonly stack: string;
  /** The URL of the API, without a slash at the end. */
  readonly url: string;
  readonly app: string;
  /** Whether a token for the media server's questions exists. Its secret is not stored. */
  readonly hasToken: boolean;
  /** Printed in the place of the secret. */
  readonly placeholder: string;
  /** Environment variables to print before a command, for the same account and region. */
  readonly commandPrefix: string;
}

/**
 * Formats the steps after which only publishers with a key may publish. The URL comes last: from then on the media server refuses
 * everyone else. No deployment creates the token, since nobody asked for one.
 */
export function formatAuthoriseSteps(steps: AuthoriseSteps): string[] {
  const { url, app, hasToken, placeholder } = steps;
  const urlOf = (use: 'publish' | 'play') => authoriseUrl(url, use, app, placeholder);
  const createKey = command(steps, `keys -- create --app ${toShellWord(app)} --stream cam-1`);
  if (hasToken)
    return [
      'A token exists with which Ant Media Server asks who may publish. Its URLs, to be set only once every publisher has a key:',
      `  webhookAuthenticateURL  ${urlOf('publish')}`,
      `  webhookPlayAuthUrl      ${urlOf('play')}`,
      createKey,
    ];
  return [
    'To let in only publishers with a key, if you like: create keys, give them to the encoders, create a token,',
    'and set the URL that it prints as webhookAuthenticateURL last. From then on, publishers without a key are refused:',
    createKey,
    command(steps, `tokens -- create --app ${toShellWord(app)} --scope authorize`),
  ];
}

const command = ({ stack, commandPrefix }: AuthoriseSteps, args: string): string =>
  `  ${commandPrefix}npm run ${args} --stack ${stack}`;
