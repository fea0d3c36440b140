import { Command, Option } from 'commander';
import { applyAwsTarget } from '../stack/aws-target.ts';
import { parseAppName } from '../tokens/app-name.ts';
import { acceptCdkOptions } from './cdk-options.ts';
import type { DeployOptions } from './deploy-options.ts';
import { destroy } from './destroy.ts';
import { resolveCdkSettings } from './resolve-cdk-settings.ts';
import { runDeploy } from './run-deploy.ts';
import { printShellVariables } from './shell-variables.ts';

const HELP = `
Once per account and region:  npx cdk bootstrap

Examples:
  npm run deploy
  npm run deploy -- --app Studio --profile production
  npm run deploy -- -c memory=1024 -c stackName=Second      settings, which override settings.json
  npm run deploy -- --dry-run
  eval "$(npm run -s deploy -- --env)"                      for the commands of docs/operations.md
  npm run deploy -- --destroy

The test hook reports the end of a stream that never existed: it is read back through the API, then all its rows and its
token are removed. Tokens are created only where the table has none: create more with npm run tokens.`;

/** Creates the command, which also accepts every option of cdk deploy. */
export function createDeployCommand(): Command {
  const command = new Command('npm run deploy --')
    .usage('[options] [options of cdk deploy]')
    .description(
      'Deploys the receiver (cdk deploy), creates its first tokens, prints how to set up Ant Media Server, and sends a test hook. Needs AWS credentials and a region.',
    )
    .argument('[stack]', 'the name of the stack; this app has only one')
    .showHelpAfterError('See npm run deploy -- --help')
    .addHelpText('after', HELP);
  addOwnOptions(command);
  addSharedOptions(command);
  const cdkArgs = acceptCdkOptions(command);
  return command.action((stack: string | undefined, options: DeployOptions) => {
    if (options.fail && !options.dryRun) command.error("error: option '--fail' needs --dry-run");
    applyAwsTarget(options);
    const { stackName } = resolveCdkSettings(cdkArgs);
    if (stack !== undefined && stack !== stackName && options.cdkApp === undefined)
      throw new Error(
        `Received the argument ${stack}, expected an option (they begin with --), or the stack's name ${stackName}.`,
      );
    const args = stack === undefined ? cdkArgs : [...cdkArgs, stack];
    if (options.env) return printShellVariables(stackName, options);
    return options.destroy ? destroy(stackName, options, args) : runDeploy(options, args);
  });
}

function addOwnOptions(command: Command): void {
  command
    .option('--app <app>', 'the Ant Media application of the first webhook URL (default: LiveApp)', parseAppName)
    .option('--no-test', 'do not send a test hook')
    .option('--no-tokens', 'create no tokens: for output that others can read, such as the log of a CI run')
    .addOption(
      new Option('--dry-run', 'deploy nothing: show what would change (cdk diff)').conflicts(['destroy', 'env']),
    )
    .option('--fail', 'with --dry-run: exit with 1 when something would change')
    .addOption(
      new Option('--env', 'deploy nothing: print the names of the deployed resources as shell variables').conflicts(
        'destroy',
      ),
    )
    .option(
      '--destroy',
      'delete the stack instead, after a confirmation; tables and logs remain, unless removalPolicy is destroy',
    )
    .option('-y, --yes', 'skip all confirmations: before deleting, and before removing something that is deployed')
    .option('-f, --force', 'with --destroy the same as --yes; else as cdk deploy --force');
}

/** Adds those of cdk's options that this project handles itself. */
function addSharedOptions(command: Command): void {
  command
    .option('--profile <name>', 'the AWS profile, for everything (also AWS_PROFILE)')
    .option('--region <name>', 'the AWS region, for everything (also AWS_REGION, AWS_DEFAULT_REGION)')
    .option('--toolkit-stack-name <name>', 'the stack that cdk bootstrap created, when it is not CDKToolkit')
    .option('--require-approval <when>', 'ask before changes of permissions, as cdk deploy does', 'never')
    .option('-O, --outputs-file <file>', 'also write the outputs of the stack to this file')
    .addOption(new Option('-o, --output <folder>').hideHelp())
    .addOption(new Option('-a, --cdk-app <command>').hideHelp());
}
