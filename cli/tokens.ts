import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createTokensCommand } from './tokens/tokens-command.ts';

await runCommand(createTokensCommand());
