import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createBackfillCommand } from './backfill/backfill-command.ts';

await runCommand(createBackfillCommand());
