import '../terminal/sdk-warnings.ts';
import { detectTerminal } from '../terminal/run-command.ts';
import { formatQuestionLine } from './authorising/question-line.ts';
import { formatHookLine } from './hook-line.ts';
import { createStartCommand, explainStartError, readStartOptions } from './start-options.ts';
import { startReceiver } from './start-receiver.ts';
import { startupBanner } from './startup-banner.ts';

/** Stops what has been started so far. */
let close = async (): Promise<void> => {};

await createStartCommand()
  .action(start)
  .parseAsync()
  .catch((error) => {
    console.error(explainStartError(error, process.env));
    process.exit(1); // a receiver that has started in part must not keep the process alive
  });

async function start(): Promise<void> {
  exitOnSignals();
  // A closed pipe or a full disk behind the output is no reason to refuse hooks.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const { colours } = detectTerminal();
  const options = readStartOptions(process.env);
  const receiver = await startReceiver({
    ...options,
    log: (line) => console.log(formatHookLine(line, colours)),
    logQuestion: (line) => console.log(formatQuestionLine(line, colours)),
  });
  close = receiver.close;
  console.log(startupBanner(receiver, options.dataDir, colours));
}

/** Exits with code 0 on SIGTERM or SIGINT. A second signal changes nothing: npm and the process group may each deliver one. */
function exitOnSignals(): void {
  let isExiting = false;
  const exit = async () => {
    if (isExiting) return;
    isExiting = true;
    await close();
    process.exit(0);
  };
  process.on('SIGTERM', exit).on('SIGINT', exit);
}
