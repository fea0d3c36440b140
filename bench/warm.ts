import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Built } from './bundles.ts';
import { shuffled } from './figures.ts';
import { hookOf } from './hooks.ts';
import { messageOf } from './message-of.ts';

/** What one hook took on average of a block, in ms. */
export interface Warm {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** What ours is compared with: the two usual bundlings are one by then, and the commands alone are what nobody could do without. */
export const warmPeers = ['bare', 'bareSdk', 'usualExternal', 'tutorial', 'powertools', 'hono', 'floor'] as const;
export type WarmPeer = (typeof warmPeers)[number];

/** Blocks of ours, and of a peer with which they came in turns. */
export interface WarmPair {
  readonly ours: readonly Warm[];
  readonly theirs: readonly Warm[];
}

/** How much is measured. */
export interface Amount {
  readonly rounds: number;
  /** Of which nothing is told: the compiler of Node still makes the next one faster. */
  readonly blocksBefore: number;
  /** Enough for a figure, and so few that a busy moment hits one or two blocks. */
  readonly hooksABlock: number;
}

const blocks = fileURLToPath(new URL('child/blocks.js', import.meta.url));

/** Compares ours with each peer. */
export async function measureWarm(
  node: string,
  bundles: Readonly<Record<WarmPeer | 'ours', Built>>,
  env: Readonly<Record<string, string>>,
  amount: Amount,
): Promise<Record<WarmPeer, WarmPair>> {
  const pairs: [WarmPeer, WarmPair][] = [];
  for (const peer of warmPeers) pairs.push([peer, await measurePair(node, [bundles.ours, bundles[peer]], env, amount)]);
  return Object.fromEntries(pairs) as Record<WarmPeer, WarmPair>;
}

/**
 * Lets two bundles handle the same blocks of hooks in turns, a process each. No more than two: a Node that has waited for
 * long begins to tidy up, which a frozen Lambda does not.
 */
async function measurePair(
  node: string,
  [ours, theirs]: readonly [Built, Built],
  env: Readonly<Record<string, string>>,
  { rounds, blocksBefore, hooksABlock }: Amount,
): Promise<WarmPair> {
  const hooks = Array.from({ length: hooksABlock }, (_, n) => hookOf('liveStreamStarted', `cam-${n}`, Date.now())); // what every peer can do
  const told = { ours: [] as Warm[], theirs: [] as Warm[] };
  const children = { ours: startOf(node, ours.file, env), theirs: startOf(node, theirs.file, env) };
  try {
    for (const child of Object.values(children)) await take(child, hooks, hooksABlock);
    for (let round = 1 - blocksBefore; round < rounds; round++) {
      for (const who of shuffled(['ours', 'theirs'] as const)) {
        const took = await take(children[who], 'again', hooksABlock);
        if (round >= 0) told[who].push(took);
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
async function take(child: ChildProcess, hooks: readonly object[] | 'again', count: number): Promise<Warm> {
  child.send(hooks);
  const took = await messageOf<Warm>(child);
  return { wallMs: took.wallMs / count, cpuMs: took.cpuMs / count };
}
