import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createServersCommand } from './servers/servers-command.ts';

await runCommand(createServersCommand());
