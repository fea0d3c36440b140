import type { Compared } from '../simulate/compare.ts';
import type { Played } from '../simulate/run-simulation.ts';
import { wrongOnes } from '../simulate/verdict.ts';

/** How long answers took, in ms. */
export interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
}

/** What the receiver's process had of the system's memory, in bytes; undefined where it is not known. */
export interface Memory {
  readonly start: number | undefined;
  /** After the first round that ended when it had warmed up. */
  warm: number | undefined;
  /** After the last round, when that is a later one. */
  end: number | undefined;
}

/** What came of all rounds so far. */
export class Tally {
  rounds = 0;
  /** How many hooks were answered what: by outcome, or by what failed. */
  readonly answers = new Map<string, number>();
  /** Answered 200. */
  kept = 0;
  /** Not answered 200. */
  failed = 0;
  /** Streams of which the read API was asked. */
  streams = 0;
  servers = 0;
  readonly wrong: Compared<unknown>[] = [];
  /** Why the read API could not be asked. */
  readonly errors: Error[] = [];
  readonly memory: Memory;
  /** What the process had after the last round, in bytes. */
  last: number | undefined;
  readonly #ms: number[] = [];

  constructor(memory: number | undefined) {
    this.memory = { start: memory, warm: undefined, end: undefined };
  }

  /** Counts a round, and what the process has after it. */
  add({ delivered, comparison }: Played, memory: number | undefined, isWarm: boolean): void {
    this.rounds += 1;
    for (const { answer } of delivered) {
      const word = answer.ok ? answer.outcome : `failed: ${answer.outcome}`;
      this.answers.set(word, (this.answers.get(word) ?? 0) + 1);
      if (answer.ok) this.kept += 1;
      else this.failed += 1;
      this.#ms.push(answer.ms);
    }
    if (comparison instanceof Error) this.errors.push(comparison);
    else if (comparison !== undefined) {
      this.streams += comparison.streams.length;
      this.servers += comparison.servers.length;
      this.wrong.push(...wrongOnes(comparison));
    }
    this.last = memory;
    if (this.memory.warm !== undefined) this.memory.end = memory;
    else if (isWarm) this.memory.warm = memory;
  }

  get times(): Times {
    return timesOf(this.#ms);
  }

  /** Whether every hook was answered 200, and the read API says what was sent. */
  get isClean(): boolean {
    return this.kept > 0 && this.failed + this.wrong.length + this.errors.length === 0;
  }
}

export function timesOf(ms: readonly number[]): Times {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), slowest: at(1) };
}
