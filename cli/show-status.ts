import '../terminal/sdk-warnings.ts';
import { runCommand } from '../terminal/run-command.ts';
import { exitCodes } from './status/judge-status.ts';
import { createStatusCommand } from './status/status-command.ts';

/** A connection to a part that did not answer in time keeps the process alive for this long, in ms, and no longer. */
const LINGER_MS = 500;

await runCommand(createStatusCommand(), process.argv, undefined, exitCodes.notLooked);
setTimeout(() => process.exit(), LINGER_MS).unref();
