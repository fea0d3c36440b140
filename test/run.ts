import { type ChildProcess, spawn } from 'node:child_process';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a command of this project as npm does, with more variables in its environment. */
export function start(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', `${file === 'start' ? 'local' : 'cli'}/${file}.ts`, ...args],
    {
      env: { ...process.env, ...env },
    },
  );
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  return { child, output, ended: waitForExit(child, output) };
}

/** Runs a command of this project to its end. */
export function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CommandResult> {
  return start(file, args, env).ended;
}

function waitForExit(child: ChildProcess, output: { stdout: string; stderr: string }): Promise<CommandResult> {
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...output })));
}
