import { Command } from 'commander';
import { addAdd } from './add-server.ts';
import { addCheck } from './check-servers.ts';
import { addList } from './list-servers.ts';
import { addRemove } from './remove-server.ts';

export function createServersCommand(): Command {
  const servers = new Command('npm run servers --')
    .usage('add|list|remove|check [options]')
    .description(
      'Manages the media servers that may be asked by REST whether a stream is live, one an app, on this machine (DATA_DIR) or, with --stack, of a deployment.',
    )
    .showHelpAfterError('See npm run servers -- --help')
    .addHelpText(
      'after',
      `
Examples:
  npm run servers -- add --app LiveApp --url https://media.example.com:5443/LiveApp
  npm run servers -- add --app LiveApp --url https://media.example.com:5443/LiveApp --stack AntMediaWebhooks < secret.txt
  npm run servers -- add --app LiveApp --url http://127.0.0.1:5080/LiveApp --no-jwt
  npm run servers -- check --stack AntMediaWebhooks               asks as the sweeper does, from where it runs
  npm run servers -- list
  npm run servers -- remove --app LiveApp

The JWT secret is that of the application's REST JWT filter. It is read from a prompt or from standard input, is never an
option, and is never shown again.`,
    );
  addAdd(servers);
  addList(servers);
  addRemove(servers);
  addCheck(servers);
  return servers;
}
