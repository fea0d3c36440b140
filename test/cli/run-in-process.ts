import { type Command, CommanderError } from 'commander';
import { vi } from 'vitest';
import { toPrintable } from '../../terminal/printable.ts';
import type { CommandResult } from '../run.ts';

/**
 * Runs a command in this process, which takes milliseconds where `run` takes a second. Tests of the process itself (exit codes,
 * signals, real streams) use `run`. Not for concurrent tests: the environment and the console are the process's own.
 */
export async function runInProcess(
  command: Command,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const output = { stdout: '', stderr: '' };
  const writeOut = (text: string) => {
    output.stdout += text;
  };
  const writeErr = (text: string) => {
    output.stderr += text;
  };
  for (const each of [command, ...command.commands]) each.exitOverride().configureOutput({ writeOut, writeErr });
  const log = vi.spyOn(console, 'log').mockImplementation((text = '') => writeOut(`${text}\n`));
  const warn = vi.spyOn(console, 'error').mockImplementation((text = '') => writeErr(`${text}\n`));
  const restoreEnv = overrideEnv(env);
  try {
    await command.parseAsync(args, { from: 'user' });
    return { code: 0, ...output };
  } catch (error) {
    if (error instanceof CommanderError) return { code: error.exitCode, ...output };
    writeErr(`${toPrintable(error instanceof Error ? error.message : String(error))}\n`); // as runCommand prints it
    return { code: 1, ...output };
  } finally {
    restoreEnv();
    log.mockRestore();
    warn.mockRestore();
  }
}

/** Sets variables, or deletes those that are undefined. Returns a function that restores the environment, whatever changed it since. */
function overrideEnv(env: NodeJS.ProcessEnv): () => void {
  const before = { ...process.env };
  for (const [name, value] of Object.entries(env)) setVariable(name, value);
  return () => {
    for (const name of Object.keys({ ...process.env, ...before })) setVariable(name, before[name]);
  };
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
