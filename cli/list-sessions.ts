import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createSessionsCommand } from './by-time/list-command.ts';

await runCommand(createSessionsCommand());
