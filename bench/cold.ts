import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type BuiltBundle, type Contender, contenders } from './bundles.ts';
import { createHookEvent } from './hooks.ts';
import { shuffle } from './statistics.ts';

/** The times of a process's first hook, in ms. */
export interface ColdStart {
  /** Until the handler could be called. */
  readonly loadMs: number;
  /** Until the handler had answered, including the load. */
  readonly wallMs: number;
  /** Processor time on all cores within `wallMs`. */
  readonly cpuMs: number;
}

const firstHookScript = fileURLToPath(new URL('child/first-hook.js', import.meta.url));

/** Starts each contender once per round, in random order. One earlier round warms the file cache and is dropped. */
export async function measureColdStarts(
  node: string,
  bundles: Readonly<Record<Contender, BuiltBundle>>,
  env: Readonly<Record<string, string>>,
  rounds: number,
): Promise<Record<Contender, ColdStart[]>> {
  const samples = Object.fromEntries(contenders.map((name) => [name, []])) as Partial<Record<Contender, ColdStart[]>>;
  for (let round = -1; round < rounds; round++) {
    for (const name of shuffle(contenders)) {
      const sample = await startOnce(node, bundles[name].file, env);
      if (round >= 0) samples[name]?.push(sample);
    }
  }
  return samples as Record<Contender, ColdStart[]>; // it has a key for each contender
}

async function startOnce(node: string, file: string, env: Readonly<Record<string, string>>): Promise<ColdStart> {
  const event = JSON.stringify(createHookEvent('liveStreamStarted', 'cam-1', Date.now()));
  const child = spawn(node, [firstHookScript, file, event], { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const pipes = child.stdio.slice(1) as Readable[]; // by the options above
  const [[, errors, output], [code]] = await Promise.all([Promise.all(pipes.map(text)), once(child, 'exit')]);
  if (code !== 0 || !output)
    throw new Error(`${file}: received exit code ${code}, expected the times of a start. Its output:\n${errors}`);
  return JSON.parse(output);
}
