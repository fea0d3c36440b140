import { Command } from 'commander';
import { addAdd } from './add-expected.ts';
import { addList } from './list-expected.ts';
import { addRemove } from './remove-expected.ts';

export function createExpectCommand(): Command {
  const expect = new Command('npm run expect --')
    .usage('add|list|remove [options]')
    .description(
      'Manages the streams that should be live, on this machine (DATA_DIR) or, with --stack, of a deployment. One that is not live for longer than its grace is missing; a stale one is not live.',
    )
    .showHelpAfterError('See npm run expect -- --help')
    .addHelpText(
      'after',
      `
Examples:
  npm run expect -- add LiveApp/cam-1                       missing when it is not live for 5 minutes
  npm run expect -- add LiveApp/cam-1 --grace 30s           changes the grace
  npm run expect -- add LiveApp/0/test                      the stream with the id 0/test; or: add LiveApp 0/test
  npm run expect -- list --stack AntMediaWebhooks
  npm run expect -- remove LiveApp/cam-1
  npm run -s expect -- list --json | jq`,
    );
  addAdd(expect);
  addList(expect);
  addRemove(expect);
  return expect;
}
