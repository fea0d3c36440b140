import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { formatFigures, readFigures } from './load-figures.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file that figures are appended to. */
    figures: string;
  }
}

/** Prints the figures of all tests when they have ended, and writes them to the file that FAULTS_JSON names. */
export default function setup({ provide }: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'figures-'));
  const file = join(folder, 'figures.jsonl');
  writeFileSync(file, '');
  provide('figures', file);
  return () => {
    const all = readFigures(file);
    rmSync(folder, { recursive: true });
    console.log(`\n${formatFigures(all)}\n`);
    if (process.env.FAULTS_JSON) writeFileSync(process.env.FAULTS_JSON, `${JSON.stringify(all, null, 2)}\n`);
  };
}
