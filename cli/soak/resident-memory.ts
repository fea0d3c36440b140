import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const KIBIBYTE = 1024;

/** Returns the resident memory of a process, in bytes, or undefined when it cannot be read. */
export async function readResidentMemory(pid: number): Promise<number | undefined> {
  const kibibytes = await readFile(`/proc/${pid}/status`, 'utf8').then(parseStatus, () => readFromPs(pid));
  return kibibytes === undefined ? undefined : Number(kibibytes) * KIBIBYTE;
}

const parseStatus = (status: string): string | undefined => /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];

/** Reads it from ps where there is no /proc, as on macOS. */
async function readFromPs(pid: number): Promise<string | undefined> {
  const output = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => undefined);
  return /^\s*(\d+)\s*$/.exec(output?.stdout ?? '')?.[1];
}
