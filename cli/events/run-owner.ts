import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { homedir, hostname } from 'node:os';

/** A process of `npm run events`. */
export interface RunOwner {
  /** The name of the machine, with a hash that tells apart those of one name; without spaces. */
  readonly host: string;
  readonly pid: number;
}

/** Returns this process. */
export const currentOwner = (): RunOwner => ({ host: describeMachine(), pid: process.pid });

/** Returns whether a process of this machine runs. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'; // it is another user's
  }
}

/** Laptops share host names, and containers have process ids of their own: both must not take each other's rules for abandoned. */
function describeMachine(): string {
  const identity = [
    orUndefined(homedir),
    orUndefined(() => readFileSync('/etc/machine-id', 'utf8')),
    orUndefined(() => readlinkSync('/proc/self/ns/pid')),
  ];
  const digest = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
  return `${hostname().replace(/[^\w.-]/g, '-')}/${digest.slice(0, 8)}`;
}

/** Returns undefined for what a system does not have. */
function orUndefined(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
