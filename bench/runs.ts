import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../test/command.ts';
import type { Medians } from './medians.ts';

/** A run of the benchmark. */
export interface Run {
  /** When it ended: a time of ISO 8601. */
  readonly at: string;
  readonly medians: Medians;
}

/** The last two runs, which docs/benchmarks.md shows beside each other. */
const file = join(root, 'docs', 'benchmarks.json');

async function runs(): Promise<Run[]> {
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : [];
}

/** The run before this one; undefined when there was none. */
export async function lastRun(): Promise<Run | undefined> {
  return (await runs()).at(-1);
}

export async function keepRun(run: Run): Promise<void> {
  const last = await lastRun();
  await writeFile(file, `${JSON.stringify([...(last ? [last] : []), run], null, 2)}\n`);
}
