import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const bundles = inject('commands');

/** Returns the arguments of Node that start a command: its bundle where the suite has made one, else as npm does. */
function commandLine(file: string): readonly string[] {
  const entry = `${file === 'start' ? 'local' : 'cli'}/${file}`;
  const bundle = join(bundles ?? '', `${entry}.js`);
  return existsSync(bundle) ? [bundle] : ['--import', 'tsx', `${entry}.ts`];
}

/** Starts a command of this project, with more variables in its environment. test/scripts.test.ts starts each as npm does. */
export function start(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [...commandLine(file), ...args], { env: { ...process.env, ...env } });
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
