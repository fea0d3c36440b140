import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type BuiltBundle, type Contender, contenders } from './bundles.ts';
import { createHook } from './hooks.ts';
import { shuffle } from './statistics.ts';

/** What a first hook took, in ms. */
export interface ColdStart {
  /** Until the handler could be called. */
  readonly loadMs: number;
  /** Until it had answered, the load included. */
  readonly wallMs: number;
  /** Of the processor, on all its cores, in that time. */
  readonly cpuMs: number;
}

const firstHook = fileURLToPath(new URL('child/first-hook.js', import.meta.url));

/** Starts each as often, in turns, and tells what each start took; one start of each comes before, and is not told. */
export async function measureColdStarts(
  node: string,
  bundles: Readonly<Record<Contender, BuiltBundle>>,
  env: Readonly<Record<string, string>>,
  rounds: number,
): Promise<Record<Contender, ColdStart[]>> {
  const samples = Object.fromEntries(contenders.map((name) => [name, []])) as unknown as Record<Contender, ColdStart[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of shuffle(contenders)) {
      const sample = await startOnce(node, bundles[name].file, env);
      if (round >= 0) samples[name].push(sample);
    }
  }
  return samples;
}

async function startOnce(node: string, file: string, env: Readonly<Record<string, string>>): Promise<ColdStart> {
  const event = JSON.stringify(createHook('liveStreamStarted', 'cam-1', Date.now()));
  const child = spawn(node, [firstHook, file, event], { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [output, , errors, [code]] = await Promise.all([
    text(child.stdio[3] as Readable),
    text(child.stdout as Readable),
    text(child.stderr as Readable),
    once(child, 'exit'),
  ]);
  if (code !== 0 || output === '') throw new Error(`${file}: ended with ${code}. It wrote:\n${errors}`);
  return JSON.parse(output);
}
