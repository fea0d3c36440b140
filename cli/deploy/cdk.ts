import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(import.meta.resolve('aws-cdk/bin/cdk'));

/** Its check for a newer version recommends 3.0.0, which is a stray old one. */
const cdkEnvironment = () => ({ CDK_DISABLE_VERSION_CHECK: 'true', ...process.env });

/** Runs the CDK CLI of this project on this terminal; the answer is its exit code. */
export function runCdk(args: readonly string[]): Promise<number> {
  return waitForExit(spawn(process.execPath, [cli, ...args], { stdio: 'inherit', env: cdkEnvironment() }));
}

/** The exit code, as a shell counts it. What would end this process ends the other one: this one then tells how. */
function waitForExit(child: ChildProcess): Promise<number> {
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', forward).on('SIGTERM', forward);
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  }).finally(() => process.off('SIGINT', forward).off('SIGTERM', forward));
}
