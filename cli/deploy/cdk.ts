import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(import.meta.resolve('aws-cdk/bin/cdk'));

/** Turns off the CLI's check for a newer version: it recommends 3.0.0, a stray old release. */
const cdkEnvironment = () => ({ CDK_DISABLE_VERSION_CHECK: 'true', ...process.env });

/** Runs this project's CDK CLI on this terminal and returns its exit code. */
export function runCdk(args: readonly string[]): Promise<number> {
  return waitForExit(spawn(process.execPath, [cli, ...args], { stdio: 'inherit', env: cdkEnvironment() }));
}

/** Returns the exit code as a shell counts it, 128 + N after signal N. Signals are forwarded to the child, so that its exit code says how it ended. */
function waitForExit(child: ChildProcess): Promise<number> {
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  }).finally(() => process.off('SIGINT', forward).off('SIGTERM', forward));
}
