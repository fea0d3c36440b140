import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Built, type Contender, contenders } from './bundles.ts';
import { shuffled } from './figures.ts';
import { hookOf } from './hooks.ts';

/** What a first hook took, in ms. */
export interface Cold {
  /** Until the handler could be called. */
  readonly loadMs: number;
  /** Until it had answered, the load included. */
  readonly wallMs: number;
  /** Of the processor, on all its cores, in that time. */
  readonly cpuMs: number;
}

const firstHook = fileURLToPath(new URL('child/first-hook.js', import.meta.url));

/** Starts each as often, in turns, and tells what each start took; one start of each comes before, and is not told. */
export async function measureCold(
  node: string,
  bundles: Readonly<Record<Contender, Built>>,
  env: Readonly<Record<string, string>>,
  rounds: number,
): Promise<Record<Contender, Cold[]>> {
  const told = Object.fromEntries(contenders.map((name) => [name, []])) as unknown as Record<Contender, Cold[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of shuffled(contenders)) {
      const took = await start(node, bundles[name].file, env);
      if (round >= 0) told[name].push(took);
    }
  }
  return told;
}

async function start(node: string, file: string, env: Readonly<Record<string, string>>): Promise<Cold> {
  const event = JSON.stringify(hookOf('liveStreamStarted', 'cam-1', Date.now()));
  const child = spawn(node, [firstHook, file, event], { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [told, , complaints, [code]] = await Promise.all([
    text(child.stdio[3] as Readable),
    text(child.stdout as Readable),
    text(child.stderr as Readable),
    once(child, 'exit'),
  ]);
  if (code !== 0 || told === '') throw new Error(`${file}: ended with ${code}. It wrote:\n${complaints}`);
  return JSON.parse(told);
}
