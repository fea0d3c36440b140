import '../terminal/sdk-warnings.ts';
import { abortOnInterrupt } from '../terminal/interruption.ts';
import { runCommand } from '../terminal/run-command.ts';
import { createEventsCommand } from './events/events-command.ts';

const ending = new AbortController();
const end = () => ending.abort();
abortOnInterrupt().addEventListener('abort', end);
const isTerminal = process.stdout.isTTY === true;
const command = createEventsCommand({ signal: ending.signal, isTerminal, note: console.error });
await runCommand(command, process.argv, end); // exiting at once after | head would leave a temporary queue behind
