import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BuiltBundle } from './bundles.ts';
import { createHookEvent } from './hooks.ts';
import { nextMessage } from './next-message.ts';
import { shuffle } from './statistics.ts';

/** The mean time per hook of one block, in ms. */
export interface HookTime {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Compared with ours. Of the usual bundlings one is enough, since both run the same code by then. `raw` is the lower bound. */
export const warmPeers = ['raw', 'rawSdk', 'usualExternal', 'tutorial', 'powertools', 'hono', 'handSigned'] as const;
export type WarmPeer = (typeof warmPeers)[number];

/** Alternating blocks of ours and of a peer. */
export interface WarmComparison {
  readonly ours: readonly HookTime[];
  readonly theirs: readonly HookTime[];
}

export interface WarmOptions {
  readonly rounds: number;
  /** Not reported: Node's compiler still makes the next block faster. */
  readonly warmUpBlocks: number;
  /** Enough for a stable mean, and few enough that a busy moment affects one or two blocks. */
  readonly hooksPerBlock: number;
}

const blocksScript = fileURLToPath(new URL('child/blocks.js', import.meta.url));

/** Compares our bundle with each peer's. */
export async function measureWarm(
  node: string,
  bundles: Readonly<Record<WarmPeer | 'ours', BuiltBundle>>,
  env: Readonly<Record<string, string>>,
  options: WarmOptions,
): Promise<Record<WarmPeer, WarmComparison>> {
  const comparisons: [WarmPeer, WarmComparison][] = [];
  for (const peer of warmPeers) {
    const hooks = Array.from({ length: options.hooksPerBlock }, (_, n) =>
      createHookEvent('liveStreamStarted', `cam-${n}`, Date.now()),
    ); // the one action that every peer handles
    comparisons.push([peer, await comparePair(node, [bundles.ours, bundles[peer]], env, hooks, options)]);
  }
  return Object.fromEntries(comparisons) as Record<WarmPeer, WarmComparison>; // it has a key for each peer
}

/**
 * Lets two bundles handle the same blocks of hooks alternately, one process each. Only two at a time: a Node that waits
 * for long discards compiled code, which a frozen Lambda does not.
 */
export async function comparePair(
  node: string,
  [ours, theirs]: readonly [BuiltBundle, BuiltBundle],
  env: Readonly<Record<string, string>>,
  hooks: readonly object[],
  { rounds, warmUpBlocks }: Omit<WarmOptions, 'hooksPerBlock'>,
): Promise<WarmComparison> {
  const times: { ours: HookTime[]; theirs: HookTime[] } = { ours: [], theirs: [] };
  const children = { ours: startChild(node, ours.file, env), theirs: startChild(node, theirs.file, env) };
  try {
    for (const child of Object.values(children)) await runBlock(child, hooks, hooks.length);
    for (let round = 1 - warmUpBlocks; round < rounds; round++) {
      for (const side of shuffle(['ours', 'theirs'] as const)) {
        const time = await runBlock(children[side], 'again', hooks.length);
        if (round >= 0) times[side].push(time);
      }
    }
  } finally {
    for (const child of Object.values(children)) child.kill();
  }
  return times;
}

export function startChild(node: string, file: string, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(node, [blocksScript, file], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

/** Lets a child handle a block of these hooks, or of its previous ones. */
export async function runBlock(
  child: ChildProcess,
  hooks: readonly object[] | 'again',
  count: number,
): Promise<HookTime> {
  child.send(hooks);
  const total = await nextMessage<HookTime>(child);
  return { wallMs: total.wallMs / count, cpuMs: total.cpuMs / count };
}
