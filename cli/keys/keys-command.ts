import { Command } from 'commander';
import { addCreate } from './create-key.ts';
import { addList } from './list-keys.ts';
import { addRevoke } from './revoke-key.ts';

export function createKeysCommand(): Command {
  const keys = new Command('npm run keys --')
    .usage('create|list|revoke [options]')
    .description(
      'Manages the keys that publishers and players show where the media server asks who may, on this machine (DATA_DIR) or, with --stack, of a deployment.',
    )
    .showHelpAfterError('See npm run keys -- --help')
    .addHelpText(
      'after',
      `
Examples:
  npm run keys -- create --app LiveApp --stream cam-1 --label "studio"
  npm run keys -- create --app LiveApp --prefix studio- --expires 90d --stack AntMediaWebhooks
  npm run keys -- create --app LiveApp --any --for play --from 2026-12-24T18:00:00Z --expires 8h
  npm run keys -- list --expiring 7d
  npm run keys -- revoke 3fVq0aXz
  npm run keys -- revoke 3fVq0aXz --stop                          also ends every live stream that it covers

To replace a key: create another one for the same streams, give it to the publisher, and revoke the old one once list shows that
the new one is used. Until then both let in.

The media server asks once its settings have the URLs of: npm run tokens -- create --app LiveApp --scope authorize`,
    );
  addCreate(keys);
  addList(keys);
  addRevoke(keys);
  return keys;
}
