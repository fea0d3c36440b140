import { findMismatches } from '../simulate/compare.ts';
import type { ComparisonRow } from '../simulate/compare-stream.ts';
import { type ResponseTimes, responseTimes } from '../simulate/response-times.ts';
import type { RunResult } from '../simulate/run-simulation.ts';

/** The resident memory of the receiver's process, in bytes; undefined where it is not known. */
interface MemoryUse {
  readonly start: number | undefined;
  /** After the first round that ended after the warm-up. */
  warm: number | undefined;
  /** After the last round, if it is a later one. */
  end: number | undefined;
}

/** The results of all rounds so far. */
export class Tally {
  rounds = 0;
  /** The number of hooks by outcome, or by failure. */
  readonly answers = new Map<string, number>();
  /** Hooks that were answered 200. */
  accepted = 0;
  /** Hooks that were not answered 200. */
  failed = 0;
  /** Streams that were compared with the read API. */
  streams = 0;
  servers = 0;
  readonly mismatches: ComparisonRow<unknown>[] = [];
  /** The errors that prevented a comparison with the read API. */
  readonly errors: Error[] = [];
  readonly memory: MemoryUse;
  /** The resident memory after the last round, in bytes. */
  lastMemory: number | undefined;
  readonly #responseTimes: number[] = [];

  constructor(memory: number | undefined) {
    this.memory = { start: memory, warm: undefined, end: undefined };
  }

  /** Adds a round, and the resident memory after it. */
  add({ delivered, comparison }: RunResult, memory: number | undefined, isWarm: boolean): void {
    this.rounds += 1;
    for (const { answer } of delivered) {
      const outcome = answer.ok ? answer.outcome : `failed: ${answer.outcome}`;
      this.answers.set(outcome, (this.answers.get(outcome) ?? 0) + 1);
      if (answer.ok) this.accepted += 1;
      else this.failed += 1;
      this.#responseTimes.push(answer.ms);
    }
    if (comparison instanceof Error) this.errors.push(comparison);
    else if (comparison !== undefined) {
      this.streams += comparison.streams.length;
      this.servers += comparison.servers.length;
      this.mismatches.push(...findMismatches(comparison));
    }
    this.lastMemory = memory;
    if (this.memory.warm !== undefined) this.memory.end = memory;
    else if (isWarm) this.memory.warm = memory;
  }

  get times(): ResponseTimes {
    return responseTimes(this.#responseTimes);
  }

  /** Whether every hook was answered 200, and the read API matches the hooks. */
  get isSuccessful(): boolean {
    return this.accepted > 0 && this.failed + this.mismatches.length + this.errors.length === 0;
  }
}
