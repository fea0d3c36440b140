import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createStreamsCommand } from './streams/streams-command.ts';

await runCommand(createStreamsCommand());
