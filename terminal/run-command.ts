import type { Command } from 'commander';
import pc from 'picocolors';
import { toPrintable } from './printable.ts';
import { explainSwallowedOptions } from './swallowed-options.ts';
import type { TerminalStyle } from './text-table.ts';

/** A terminal that does not tell its width is taken to be this wide. */
const DEFAULT_WIDTH = 100;

/** The terminal of this process; without colours when it writes to a file or a pipe. */
export function detectTerminal({ stdout } = process): TerminalStyle {
  const isTerminal = stdout.isTTY === true; // undefined on a pipe, where createColors would take what CI and FORCE_COLOR say
  return { width: stdout.columns || DEFAULT_WIDTH, colours: pc.createColors(isTerminal && pc.isColorSupported) };
}

/** Runs a command: what goes wrong is one line and exit code 1, and so is an option that npm kept from it. */
export async function runCommand(command: Command, argv: readonly string[] = process.argv): Promise<void> {
  process.stdout.on('error', exitOnClosedPipe);
  const swallowed = explainSwallowedOptions(command);
  if (swallowed !== undefined) exitWithError(swallowed);
  await command.parseAsync(argv).catch(exitWithError);
}

/** `| head` closes the pipe when it has read enough: no error. */
function exitOnClosedPipe(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  exitWithError(error);
}

function exitWithError(error: unknown): never {
  console.error(toPrintable(error instanceof Error ? error.message : String(error)));
  process.exit(1); // what was half started must not keep the process
}
