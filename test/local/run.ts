import { type ChildProcess, spawn } from 'node:child_process';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a command as npm does, in this environment with some more in it. */
export function start(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', `${file === 'start' ? 'local' : 'cli'}/${file}.ts`, ...args],
    {
      env: { ...process.env, ...env },
    },
  );
  const told = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    told.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    told.stderr += chunk;
  });
  return { child, told, ended: endOf(child, told) };
}

/** Runs a command to its end. */
export function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return start(file, args, env).ended;
}

function endOf(child: ChildProcess, told: { stdout: string; stderr: string }): Promise<Ended> {
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...told })));
}
