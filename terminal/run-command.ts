import type { Command } from 'commander';
import pc from 'picocolors';
import { showable } from './printable.ts';
import { takenByNpm } from './taken-by-npm.ts';
import type { Look } from './text-table.ts';

/** A terminal that does not tell its width is taken to be this wide. */
const USUAL_WIDTH = 100;

/** The terminal of this process; without colours when it writes to a file or a pipe. */
export function lookOf({ stdout } = process): Look {
  const isTerminal = stdout.isTTY === true; // undefined on a pipe, where createColors would take what CI and FORCE_COLOR say
  return { width: stdout.columns || USUAL_WIDTH, colours: pc.createColors(isTerminal && pc.isColorSupported) };
}

/** Runs a command: what goes wrong is one line and exit code 1, and so is an option that npm kept from it. */
export async function runCommand(command: Command, argv: readonly string[] = process.argv): Promise<void> {
  process.stdout.on('error', endWithReader);
  const taken = takenByNpm(command);
  if (taken !== undefined) fail(taken);
  await command.parseAsync(argv).catch(fail);
}

/** `| head` closes the pipe when it has read enough: no error. */
function endWithReader(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  fail(error);
}

function fail(error: unknown): never {
  console.error(showable(error instanceof Error ? error.message : String(error)));
  process.exit(1); // what was half started must not keep the process
}
