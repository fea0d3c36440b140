import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createExpectCommand } from './expect/expect-command.ts';

await runCommand(createExpectCommand());
