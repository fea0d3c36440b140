import '../terminal/sdk-warnings.ts';
import { Command, Option } from 'commander';
import { runCommand } from '../terminal/run-command.ts';
import { acceptCdkOptions, normaliseSwitches } from './deploy/cdk-options.ts';
import type { DeployOptions } from './deploy/deploy-options.ts';
import { destroy } from './deploy/destroy.ts';
import { printVariables } from './deploy/print-variables.ts';
import { resolveCdkSettings } from './deploy/resolve-cdk-settings.ts';
import { runDeploy } from './deploy/run-deploy.ts';
import { UNSET_VARIABLES } from './deploy/shell-variables.ts';
import { applyAwsTarget } from './stack/aws-target.ts';
import { readAppName } from './tokens/app-name.ts';

const command = new Command('deploy')
  .usage('[options] [options of cdk deploy]')
  .description(
    'Deploys the receiver (cdk deploy), makes its first tokens, prints what to paste into Ant Media Server, and sends a test hook through it. Needs AWS credentials and a region.',
  )
  .argument('[stack]', 'the name of the stack, which is the only one of this app')
  .option('--app <app>', 'the Ant Media application that the first webhook URL is for (default: LiveApp)', readAppName)
  .option('--no-test', 'sends no test hook')
  .option('--no-tokens', 'makes no tokens: where others read what is printed, as the log of a CI run')
  .addOption(
    new Option('--dry-run', 'deploys nothing: shows what would change (cdk diff)').conflicts(['destroy', 'env']),
  )
  .option('--fail', 'with --dry-run: ends with 1 when something would change')
  .addOption(
    new Option('--env', 'deploys nothing: prints the names of what is deployed, as shell variables').conflicts(
      'destroy',
    ),
  )
  .option(
    '--destroy',
    'deletes the stack instead, after a question; tables and logs stay, unless removalPolicy is destroy',
  )
  .option('-y, --yes', 'goes on where it would ask: whether to delete, or to take away something that is deployed')
  .option('-f, --force', 'with --destroy as --yes; else as cdk deploy --force')
  .option('--profile <name>', 'the AWS profile, for everything (also AWS_PROFILE)')
  .option('--region <name>', 'the AWS region, for everything (also AWS_REGION, AWS_DEFAULT_REGION)')
  .option('--toolkit-stack-name <name>', 'the stack that cdk bootstrap made, when it is not CDKToolkit')
  .option('--require-approval <when>', 'asks before changes of permissions, as cdk deploy does', 'never')
  .option('-O, --outputs-file <file>', 'keeps the outputs of the stack in this file too')
  .addOption(new Option('-o, --output <folder>').hideHelp())
  .addOption(new Option('-a, --cdk-app <command>').hideHelp())
  .showHelpAfterError('See npm run deploy -- --help')
  .addHelpText(
    'after',
    `
Once an account and region:  npx cdk bootstrap

Examples:
  npm run deploy
  npm run deploy -- --app Studio --profile production
  npm run deploy -- -c memory=1024 -c stackName=Second      settings, before those of settings.json
  npm run deploy -- --dry-run
  eval "$(npm run -s deploy -- --env)"                      for the commands of docs/operations.md
  npm run deploy -- --destroy

The test hook is the end of a stream that never was: it is read back through the API, then every row and token of it is
removed. Tokens are made only where the table has none: others come by npm run tokens.`,
  );

const cdk = acceptCdkOptions(command);
command.action((stack: string | undefined, wanted: DeployOptions) => {
  if (wanted.fail && !wanted.dryRun) command.error("error: option '--fail' goes with --dry-run");
  applyAwsTarget(wanted);
  const { stackName } = resolveCdkSettings(cdk);
  if (stack !== undefined && stack !== stackName && wanted.cdkApp === undefined)
    throw new Error(
      `Received the word ${stack}, expected an option (they begin with --), or the stack's name ${stackName}.`,
    );
  const options = stack === undefined ? cdk : [...cdk, stack];
  if (wanted.env) return printVariables(stackName, wanted);
  return wanted.destroy ? destroy(stackName, wanted, options) : runDeploy(wanted, options);
});
// A shell's eval of nothing succeeds, and what comes after it would be run with the names of another stack.
if (process.argv.includes('--env') || process.env.npm_config_env !== undefined)
  process.on('exit', (code) => code !== 0 && console.log(UNSET_VARIABLES));
await runCommand(command, normaliseSwitches(process.argv));
