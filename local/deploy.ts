import './sdk-warnings.ts';
import { Command } from 'commander';
import { deploy } from './deploy/deploy.ts';
import { destroy } from './deploy/destroy.ts';
import type { Wanted } from './deploy/wanted.ts';
import { settleEnvironment } from './stack/environment.ts';
import { runCommand } from './terminal/command.ts';
import { readApp } from './tokens/app-name.ts';

const command = new Command('deploy')
  .usage('[options] [options of cdk deploy]')
  .description(
    'Deploys the receiver (cdk deploy), makes its first tokens, prints what to paste into Ant Media Server, and sends a test hook through it. Needs AWS credentials and a region.',
  )
  .argument('[cdk...]', 'whatever else cdk deploy takes, such as -c memory=1024')
  .allowUnknownOption()
  .option('--app <app>', 'the Ant Media application that the first webhook URL is for (default: LiveApp)', readApp)
  .option('--no-test', 'sends no test hook')
  .option('--no-tokens', 'makes no tokens: where others read what is printed, as the log of a CI run')
  .option(
    '--destroy',
    'deletes the stack instead, after a question; tables and logs stay, unless removalPolicy is destroy',
  )
  .option('-f, --force', 'with --destroy: without the question; else as cdk deploy --force')
  .option('--profile <name>', 'the AWS profile, for everything (also AWS_PROFILE)')
  .option('--region <name>', 'the AWS region, for everything (also AWS_REGION, AWS_DEFAULT_REGION)')
  .option('--toolkit-stack-name <name>', 'the stack that cdk bootstrap made, when it is not CDKToolkit')
  .option('--require-approval <when>', 'asks before changes of permissions, as cdk deploy does', 'never')
  .option('-O, --outputs-file <file>', 'keeps the outputs of the stack in this file too')
  .showHelpAfterError('See npm run deploy -- --help')
  .addHelpText(
    'after',
    `
Once an account and region:  npx cdk bootstrap

Examples:
  npm run deploy
  npm run deploy -- --app Studio --profile production
  npm run deploy -- -c memory=1024 -c stackName=Second      settings, as in cdk.json
  npm run deploy -- --destroy

The test hook is the end of a stream that never was: it is read back through the API, then every row and token of it is
removed. Tokens are made only where the table has none: others come by npm run tokens.`,
  )
  .action((cdk: string[], wanted: Wanted) => {
    settleEnvironment(wanted);
    return wanted.destroy ? destroy(wanted, cdk) : deploy(wanted, cdk);
  });
await runCommand(command);
