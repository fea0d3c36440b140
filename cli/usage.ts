import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createUsageCommand } from './usage/usage-command.ts';

await runCommand(createUsageCommand());
