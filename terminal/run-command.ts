import type { Command } from 'commander';
import pc from 'picocolors';
import { hideOptionValues } from './hide-option-values.ts';
import { toPrintable } from './printable.ts';
import { explainSwallowedOptions } from './swallowed-options.ts';
import type { TerminalStyle } from './text-table.ts';

/** The width, in columns, of output whose terminal does not report one. */
const DEFAULT_WIDTH = 100;

/** Returns the width and the colours of this process's terminal; a file or a pipe gets no colours. */
export function detectTerminal({ stdout } = process): TerminalStyle {
  const isTerminal = stdout.isTTY === true; // undefined on a pipe, where createColors would follow CI and FORCE_COLOR
  return { width: stdout.columns || DEFAULT_WIDTH, colours: pc.createColors(isTerminal && pc.isColorSupported) };
}

/**
 * Runs a command. An error is printed on one line with the exit code `errorCode`, as is an option that npm swallowed.
 * `onClosedPipe` ends a command whose output nobody reads any more.
 */
export async function runCommand(
  command: Command,
  argv: readonly string[] = process.argv,
  onClosedPipe: () => void = () => process.exit(0),
  errorCode = 1,
): Promise<void> {
  const exitWithError = (error: unknown) => exitWith(error, errorCode);
  process.stdout.on('error', (error) => (isClosedPipe(error) ? onClosedPipe() : exitWithError(error)));
  const swallowed = explainSwallowedOptions(command);
  if (swallowed !== undefined) exitWithError(swallowed);
  hideOptionValues(command);
  await command.parseAsync(argv).catch(exitWithError);
}

/** `| head` closes the pipe once it has read enough, and a terminal may be closed (EIO): neither is an error. */
const isClosedPipe = (error: Error): boolean =>
  'code' in error && (error.code === 'EPIPE' || (error.code === 'EIO' && process.stdout.isTTY));

function exitWith(error: unknown, code: number): never {
  console.error(toPrintable(error instanceof Error ? error.message : String(error)));
  process.exit(code); // anything half started must not keep the process alive
}
