import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const KIB = 1024;

/** What the system has given a process of this machine (its resident set), in bytes; undefined when nobody tells. */
export async function memoryOf(pid: number): Promise<number | undefined> {
  const told = await readFile(`/proc/${pid}/status`, 'utf8').then(inStatus, () => askPs(pid));
  return told === undefined ? undefined : Number(told) * KIB;
}

const inStatus = (status: string): string | undefined => /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];

/** Where there is no /proc, as on a Mac. */
async function askPs(pid: number): Promise<string | undefined> {
  const told = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => undefined);
  return /^\s*(\d+)\s*$/.exec(told?.stdout ?? '')?.[1];
}
