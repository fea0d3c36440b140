import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createReplayCommand } from './replay/replay-command.ts';

await runCommand(createReplayCommand());
