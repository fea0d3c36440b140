import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const KIBIBYTE = 1024;

/** What the system has given a process of this machine (its resident set), in bytes; undefined when nobody tells. */
export async function residentMemory(pid: number): Promise<number | undefined> {
  const kibibytes = await readFile(`/proc/${pid}/status`, 'utf8').then(parseStatus, () => readFromPs(pid));
  return kibibytes === undefined ? undefined : Number(kibibytes) * KIBIBYTE;
}

const parseStatus = (status: string): string | undefined => /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];

/** Where there is no /proc, as on a Mac. */
async function readFromPs(pid: number): Promise<string | undefined> {
  const output = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => undefined);
  return /^\s*(\d+)\s*$/.exec(output?.stdout ?? '')?.[1];
}
