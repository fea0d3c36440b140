import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { runSimulate } from './simulate/run-simulate.ts';
import { createSimulateCommand } from './simulate/simulate-command.ts';

await runCommand(createSimulateCommand().action(runSimulate));
