import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { normaliseSwitches } from './deploy/cdk-options.ts';
import { createDeployCommand } from './deploy/deploy-command.ts';
import { UNSET_VARIABLES } from './deploy/shell-variables.ts';

// The eval of an empty output succeeds, and the commands after it would run with the names of another stack.
if (process.argv.includes('--env') || process.env.npm_config_env !== undefined)
  process.on('exit', (code) => code !== 0 && console.log(UNSET_VARIABLES));
await runCommand(createDeployCommand(), normaliseSwitches(process.argv));
