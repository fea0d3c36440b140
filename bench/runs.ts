import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../test/exec.ts';
import type { Medians } from './medians.ts';

/** A run of the benchmark. */
export interface Run {
  /** When it ended: a time of ISO 8601. */
  readonly at: string;
  readonly medians: Medians;
}

/** The last two runs, which docs/benchmarks.md shows beside each other. */
const file = join(root, 'docs', 'benchmarks.json');

async function readRuns(): Promise<Run[]> {
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : [];
}

/** The run before this one; undefined when there was none. */
export async function readLastRun(): Promise<Run | undefined> {
  return (await readRuns()).at(-1);
}

export async function saveRun(run: Run): Promise<void> {
  const previous = await readLastRun();
  await writeFile(file, `${JSON.stringify([...(previous ? [previous] : []), run], null, 2)}\n`);
}
