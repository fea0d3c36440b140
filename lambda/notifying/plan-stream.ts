import { countStarts, isFlapping, recentStarts } from './flapping.ts';
import { findReturns, findShortEnds, isStarted } from './grace.ts';
import type { NotifyPolicy, Pending, Step, StreamMemory, Told } from './notification.ts';
import { findReady, type ReadyEntry } from './ready-entries.ts';
import type { Recipient } from './recipient.ts';
import { isMove, isRelevant, isWanted } from './relevance.ts';
import { sequenceOf, timeOf } from './stream-order.ts';

/** A step that can be done now, and since when (ms since the epoch). */
export interface ReadyStep<P extends Pending> {
  readonly step: Step<P>;
  readonly readyAt: number;
}

export interface StreamPlan<P extends Pending> {
  readonly steps: readonly ReadyStep<P>[];
  /** When the next entry may be told, in ms since the epoch; null where none waits. */
  readonly wakeAt: number | null;
}

interface WordsContext {
  readonly recipient: Recipient;
  readonly now: number;
  readonly policy: NotifyPolicy;
}

const emptyMemory: StreamMemory = { sequence: 0, starts: [], flappingToldAt: null };

/** Plans the words about one stream, whose entries are in order, as if nothing were gathered. */
export function planStream<P extends Pending>(
  entries: readonly P[],
  remembered: StreamMemory | undefined,
  context: WordsContext,
): StreamPlan<P> {
  const { recipient, now, policy } = context;
  const memory = remembered ?? emptyMemory;
  const { current, dropped } = dropEntries(entries, memory, recipient);
  const short = findShortEnds(current, recipient.graceMs);
  const { ready, wakeAt } = findReady(current, { short, memory, graceMs: recipient.graceMs }, now, policy);
  const silent = new Set([...short, ...findReturns(current, short)]);
  const drops = dropped.map((entry) => ({
    step: { entries: [entry], told: null, memory: remembered ?? null },
    readyAt: now,
  }));
  return { steps: joinUntold([...drops, ...foldSteps(ready, silent, memory, context)]), wakeAt };
}

/** Parts entries from those of which nothing is told: they come late, twice, or concern the recipient no more. */
function dropEntries<P extends Pending>(entries: readonly P[], { sequence }: StreamMemory, recipient: Recipient) {
  const current: P[] = [];
  const dropped: P[] = [];
  let last = sequence;
  for (const entry of entries) {
    const own = sequenceOf(entry.announcement);
    const isDropped = !isRelevant(recipient, entry.announcement) || (own !== null && own <= last);
    (isDropped ? dropped : current).push(entry);
    if (!isDropped) last = own ?? last;
  }
  return { current, dropped };
}

/** Makes steps of what is ready: one for each entry, but one for all moves of a stream that is flapping, or was until now. */
function foldSteps<P extends Pending>(
  ready: readonly ReadyEntry<P>[],
  silent: ReadonlySet<P>,
  memory: StreamMemory,
  context: WordsContext,
): ReadyStep<P>[] {
  const moves = ready.filter(({ entry }) => isMove(entry.announcement['detail-type']));
  const summary = summarize(moves, memory, context);
  const steps: ReadyStep<P>[] = [];
  let after = memory;
  for (const one of ready) {
    const isLast = one === moves.at(-1);
    if (summary !== null && isLast) {
      after = { ...summary.memory, sequence: Math.max(after.sequence, summary.memory.sequence) };
      steps.push({ step: { ...summary, memory: after }, readyAt: Math.min(...moves.map(({ readyAt }) => readyAt)) });
    } else if (summary === null || !moves.includes(one)) {
      after = rememberEntry(one.entry, after, context.policy);
      steps.push({ step: toStep(one.entry, silent, after, context.recipient), readyAt: one.readyAt });
    }
  }
  return steps;
}

/** Joins what tells nothing to the step before it that tells something: its memory must not be kept before that step is done. */
function joinUntold<P extends Pending>(steps: readonly ReadyStep<P>[]): ReadyStep<P>[] {
  const joined: ReadyStep<P>[] = [];
  for (const { step, readyAt } of steps) {
    const before = joined.at(-1);
    if (step.told !== null || before === undefined || before.step.told === null) joined.push({ step, readyAt });
    else joined.splice(-1, 1, { ...before, step: joinSteps(before.step, step) });
  }
  return joined;
}

const joinSteps = <P extends Pending>({ entries, told }: Step<P>, { entries: others, memory }: Step<P>): Step<P> => ({
  entries: [...entries, ...others],
  told,
  memory,
});

function toStep<P extends Pending>(entry: P, silent: ReadonlySet<P>, memory: StreamMemory, recipient: Recipient) {
  const isTold = !silent.has(entry) && isWanted(recipient, entry.announcement);
  return { entries: [entry], told: isTold ? tellEntry(entry) : null, memory };
}

const tellEntry = ({ announcement }: Pending): Told => ({ kind: 'announcement', announcement });

function rememberEntry(entry: Pending, memory: StreamMemory, policy: NotifyPolicy): StreamMemory {
  const { announcement } = entry;
  const sequence = sequenceOf(announcement) ?? memory.sequence;
  if (!isMove(announcement['detail-type'])) return { ...memory, sequence };
  const starts = isStarted(entry) ? recentStarts([...memory.starts, timeOf(entry)], policy) : memory.starts;
  return { sequence, starts, flappingToldAt: null };
}

/** Returns the step for all moves of a stream that is flapping, or has calmed after it was told as flapping; null for others. */
function summarize<P extends Pending>(
  moves: readonly ReadyEntry<P>[],
  memory: StreamMemory,
  { recipient, now, policy }: WordsContext,
): (Step<P> & { readonly memory: StreamMemory }) | null {
  const entries = moves.map(({ entry }) => entry);
  const last = entries.at(-1);
  if (last === undefined) return null;
  const sequence = sequenceOf(last.announcement) ?? memory.sequence;
  const starts = countStarts(entries, memory, policy);
  if (isFlapping(starts, policy)) {
    const told: Told = {
      kind: 'flapping',
      announcement: last.announcement,
      starts: starts.length,
      since: starts[0] ?? now,
    };
    return { entries, told, memory: { sequence, starts: [], flappingToldAt: now } };
  }
  if (!moves.some(({ wasHeld }) => wasHeld)) return null;
  const told = isWanted(recipient, last.announcement) ? tellEntry(last) : null;
  return { entries, told, memory: { sequence, starts: recentStarts(starts, policy), flappingToldAt: null } };
}
