import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../test/exec.ts';
import type { Medians } from './medians.ts';

/** The result of one run. */
export interface Run {
  /** The end of the run, in ISO 8601. */
  readonly at: string;
  readonly medians: Medians;
}

/** A run that was saved, perhaps by a version that measured less. */
export interface PreviousRun {
  readonly at: string;
  readonly medians: Partial<Medians>;
}

/** The last two runs, which docs/benchmarks.md compares. */
const file = join(root, 'docs', 'benchmarks.json');

async function readRuns(): Promise<PreviousRun[]> {
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : [];
}

/** Returns the latest saved run; undefined if there is none. */
export async function readLastRun(): Promise<PreviousRun | undefined> {
  return (await readRuns()).at(-1);
}

export async function saveRun(run: Run): Promise<void> {
  const previous = await readLastRun();
  await writeFile(file, `${JSON.stringify([...(previous ? [previous] : []), run], null, 2)}\n`);
}
