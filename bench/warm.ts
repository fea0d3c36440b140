import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Built } from './bundles.ts';
import { shuffled } from './figures.ts';
import { hookOf } from './hooks.ts';

/** What one hook took on average of a block, in ms. */
export interface Warm {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** What is compared: the two usual bundlings are one by then, and the commands alone are what nobody could do without. */
export const warmContenders = [
  'ours',
  'usualExternal',
  'tutorial',
  'powertools',
  'hono',
  'floor',
  'bare',
  'bareSdk',
] as const;
export type WarmContender = (typeof warmContenders)[number];

/** How much is measured. */
export interface Amount {
  readonly rounds: number;
  /** Of which nothing is told: the compiler of Node still makes the next one faster. */
  readonly blocksBefore: number;
  /** Enough for a figure, and so few that a busy moment hits one or two blocks. */
  readonly hooksABlock: number;
}

const blocks = fileURLToPath(new URL('child/blocks.js', import.meta.url));

/** Lets each bundle handle the same blocks of hooks, in turns, one process each. */
export async function measureWarm(
  node: string,
  bundles: Readonly<Record<WarmContender, Built>>,
  env: Readonly<Record<string, string>>,
  amount: Amount,
): Promise<Record<WarmContender, Warm[]>> {
  const { rounds, blocksBefore, hooksABlock } = amount;
  const hooks = Array.from({ length: hooksABlock }, (_, n) => hookOf('liveStreamStarted', `cam-${n}`, Date.now())); // what every peer can do
  const children = Object.fromEntries(warmContenders.map((name) => [name, startOf(node, bundles[name].file, env)]));
  const told = Object.fromEntries(warmContenders.map((name) => [name, []])) as unknown as Record<WarmContender, Warm[]>;
  try {
    for (const name of warmContenders) await take(children[name], hooks, hooksABlock);
    for (let round = 1 - blocksBefore; round < rounds; round++) {
      for (const name of shuffled(warmContenders)) {
        const took = await take(children[name], 'again', hooksABlock);
        if (round >= 0) told[name].push(took);
      }
    }
  } finally {
    for (const child of Object.values(children)) child.kill();
  }
  return told;
}

function startOf(node: string, file: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(node, [blocks, file], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** Has a block handled: of these hooks, or of those that it was given before. */
async function take(child: ChildProcess | undefined, hooks: readonly object[] | 'again', count: number): Promise<Warm> {
  if (child === undefined) throw new Error('expected a process for each bundle');
  const ended = new AbortController();
  const signal = ended.signal;
  child.send(hooks);
  const [took]: Warm[] = await Promise.race([once(child, 'message', { signal }), once(child, 'exit', { signal })]);
  ended.abort();
  if (took?.wallMs === undefined) throw new Error('A process of the benchmark has ended: see what it wrote above.');
  return { wallMs: took.wallMs / count, cpuMs: took.cpuMs / count };
}
