import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createKeysCommand } from './keys/keys-command.ts';

await runCommand(createKeysCommand());
