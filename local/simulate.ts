import './sdk-warnings.ts';
import { commandOf } from './simulate/command.ts';
import { run } from './simulate/run.ts';
import { runCommand } from './terminal/command.ts';

await runCommand(commandOf().action(run));
