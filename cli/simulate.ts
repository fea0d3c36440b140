import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { run } from './simulate/run-simulate.ts';
import { commandOf } from './simulate/simulate-command.ts';

await runCommand(commandOf().action(run));
