import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BuiltBundle } from './bundles.ts';
import { createHook } from './hooks.ts';
import { nextMessage } from './next-message.ts';
import { shuffle } from './statistics.ts';

/** What one hook took on average of a block, in ms. */
export interface HookTime {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** What ours is compared with: the two usual bundlings are one by then, and the commands alone are what nobody could do without. */
export const warmPeers = ['bare', 'bareSdk', 'usualExternal', 'tutorial', 'powertools', 'hono', 'floor'] as const;
export type WarmPeer = (typeof warmPeers)[number];

/** Blocks of ours, and of a peer with which they came in turns. */
export interface WarmComparison {
  readonly ours: readonly HookTime[];
  readonly theirs: readonly HookTime[];
}

/** How much is measured. */
export interface WarmOptions {
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
  bundles: Readonly<Record<WarmPeer | 'ours', BuiltBundle>>,
  env: Readonly<Record<string, string>>,
  amount: WarmOptions,
): Promise<Record<WarmPeer, WarmComparison>> {
  const pairs: [WarmPeer, WarmComparison][] = [];
  for (const peer of warmPeers) pairs.push([peer, await comparePair(node, [bundles.ours, bundles[peer]], env, amount)]);
  return Object.fromEntries(pairs) as Record<WarmPeer, WarmComparison>;
}

/**
 * Lets two bundles handle the same blocks of hooks in turns, a process each. No more than two: a Node that has waited for
 * long begins to tidy up, which a frozen Lambda does not.
 */
async function comparePair(
  node: string,
  [ours, theirs]: readonly [BuiltBundle, BuiltBundle],
  env: Readonly<Record<string, string>>,
  { rounds, blocksBefore, hooksABlock }: WarmOptions,
): Promise<WarmComparison> {
  const hooks = Array.from({ length: hooksABlock }, (_, n) => createHook('liveStreamStarted', `cam-${n}`, Date.now())); // what every peer can do
  const times = { ours: [] as HookTime[], theirs: [] as HookTime[] };
  const children = { ours: startChild(node, ours.file, env), theirs: startChild(node, theirs.file, env) };
  try {
    for (const child of Object.values(children)) await runBlock(child, hooks, hooksABlock);
    for (let round = 1 - blocksBefore; round < rounds; round++) {
      for (const side of shuffle(['ours', 'theirs'] as const)) {
        const time = await runBlock(children[side], 'again', hooksABlock);
        if (round >= 0) times[side].push(time);
      }
    }
  } finally {
    for (const child of Object.values(children)) child.kill();
  }
  return times;
}

function startChild(node: string, file: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(node, [blocks, file], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** Has a block handled: of these hooks, or of those that it was given before. */
async function runBlock(child: ChildProcess, hooks: readonly object[] | 'again', count: number): Promise<HookTime> {
  child.send(hooks);
  const total = await nextMessage<HookTime>(child);
  return { wallMs: total.wallMs / count, cpuMs: total.cpuMs / count };
}
