import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface ExecOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end and returns its stdout and stderr. Throws with both when it fails. */
export async function exec(file: string, args: readonly string[], { cwd = root, env }: ExecOptions = {}) {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, { cwd, env, maxBuffer: 100 * 1024 * 1024 });
    return `${stdout}${stderr}`;
  } catch (error) {
    const { stdout = '', stderr = '', code } = error as { stdout?: string; stderr?: string; code?: number | string }; // execFile's
    throw new Error(`${file} ${args.join(' ')}: ended with ${code}.\n${stdout}${stderr}`);
  }
}
