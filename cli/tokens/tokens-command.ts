import { Command } from 'commander';
import { addCreate } from './create-token.ts';
import { addList } from './list-tokens.ts';
import { addRevoke } from './revoke-token.ts';

export function createTokensCommand(): Command {
  const tokens = new Command('npm run tokens --')
    .usage('create|list|revoke [options]')
    .description(
      'Manages the tokens of webhook URLs, of the read API and of the URLs at which the media server asks, on this machine (DATA_DIR) or, with --stack, of a deployment.',
    )
    .showHelpAfterError('See npm run tokens -- --help')
    .addHelpText(
      'after',
      `
Examples:
  npm run tokens -- create --app LiveApp --label "studio"        a webhook URL
  npm run tokens -- create --scope read --every-app              for npm run streams and the status board
  npm run tokens -- create --app LiveApp --scope authorize       URLs at which the media server asks who may publish and play
  npm run tokens -- create --app LiveApp --expires 90d --stack AntMediaWebhooks
  npm run tokens -- list
  npm run tokens -- revoke 3fVq0aXz
  npm run -s tokens -- list --json | jq`,
    );
  addCreate(tokens);
  addList(tokens);
  addRevoke(tokens);
  return tokens;
}
