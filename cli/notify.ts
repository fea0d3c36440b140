import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createNotifyCommand } from './notify/notify-command.ts';

await runCommand(createNotifyCommand());
