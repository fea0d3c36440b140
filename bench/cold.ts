import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { BuiltBundle } from './bundles.ts';
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

/** The processes to compare. */
export interface ColdStartOptions<Name extends string> {
  readonly bundles: Readonly<Record<Name, BuiltBundle>>;
  /** The bundles that are compared. */
  readonly names: readonly Name[];
  /** Returns the first event of a process. */
  readonly createEvent: () => object;
  readonly rounds: number;
}

/** Starts each contender once per round, in random order. One earlier round warms the file cache and is dropped. */
export async function measureColdStarts<Name extends string>(
  node: string,
  env: Readonly<Record<string, string>>,
  { bundles, names, createEvent, rounds }: ColdStartOptions<Name>,
): Promise<Record<Name, ColdStart[]>> {
  const samples: { name: Name; sample: ColdStart }[] = [];
  for (let round = -1; round < rounds; round++) {
    for (const name of shuffle(names)) {
      const sample = await startOnce(node, bundles[name].file, env, createEvent());
      if (round >= 0) samples.push({ name, sample });
    }
  }
  const samplesOf = (wanted: Name) => samples.filter(({ name }) => name === wanted).map(({ sample }) => sample);
  return Object.fromEntries(names.map((name) => [name, samplesOf(name)])) as Record<Name, ColdStart[]>; // it has a key for each name
}

async function startOnce(
  node: string,
  file: string,
  env: Readonly<Record<string, string>>,
  event: object,
): Promise<ColdStart> {
  const args = [firstHookScript, file, JSON.stringify(event)];
  const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const pipes = child.stdio.slice(1) as Readable[]; // by the options above
  const [[, errors, output], [code]] = await Promise.all([Promise.all(pipes.map(text)), once(child, 'exit')]);
  if (code !== 0 || !output)
    throw new Error(`${file}: received exit code ${code}, expected the times of a start. Its output:\n${errors}`);
  return JSON.parse(output);
}
