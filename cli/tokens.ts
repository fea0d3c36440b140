import '../terminal/sdk-warnings.ts';
import { Command } from 'commander';
import { runCommand } from '../terminal/run-command.ts';
import { addCreate } from './tokens/create-token.ts';
import { addList } from './tokens/list-tokens.ts';
import { addRevoke } from './tokens/revoke-token.ts';

const tokens = new Command('tokens')
  .usage('create|list|revoke [options]')
  .description('The secrets that URLs carry: on this machine (DATA_DIR), or with --stack deployed.')
  .showHelpAfterError('See npm run tokens -- --help')
  .addHelpText(
    'after',
    `
Examples:
  npm run tokens -- create --app LiveApp --label "studio"        a webhook URL
  npm run tokens -- create --scope read --every-app              for npm run streams and the status board
  npm run tokens -- create --app LiveApp --expires 90d --stack AntMediaWebhooks
  npm run tokens -- list
  npm run tokens -- revoke 3fVq0aXz
  npm run --silent tokens -- list --json | jq`,
  );
addCreate(tokens);
addList(tokens);
addRevoke(tokens);
await runCommand(tokens);
