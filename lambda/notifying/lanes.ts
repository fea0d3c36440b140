import { groupBy } from '../group-by.ts';
import type { Step } from './notification.ts';
import type { OutboxEntry } from './outbox.ts';
import { streamKeyOf } from './plan.ts';
import type { Recipient } from './recipient.ts';

export type EntryStep = Step<OutboxEntry>;

/** A step that tells something, and what is done once it is told. */
export interface Telling {
  readonly streamKey: string;
  readonly step: EntryStep;
  /** The step, and those after it in its stream that leave something out. Before it is told they would make it be left out. */
  readonly settles: EntryStep[];
}

/** Parts steps that leave something out before anything is told of their stream from those that tell something, in their order. */
export function divideSteps(steps: readonly EntryStep[]): { leftOut: EntryStep[]; tellings: Telling[] } {
  const leftOut: EntryStep[] = [];
  const lastOf = new Map<string, Telling>();
  const tellings: Telling[] = [];
  for (const step of steps) {
    const streamKey = keyOfStep(step);
    const last = lastOf.get(streamKey);
    if (step.told === null) {
      (last?.settles ?? leftOut).push(step);
      continue;
    }
    const telling = { streamKey, step, settles: [step] };
    tellings.push(telling);
    lastOf.set(streamKey, telling);
  }
  return { leftOut, tellings };
}

const keyOfStep = ({ entries, told }: Step): string => {
  const announcement = told?.announcement ?? entries[0]?.announcement;
  return announcement === undefined ? '' : streamKeyOf(announcement);
};

/**
 * Divides what is told into lanes, each in order: of envelopes one for each stream, of words one for all, so that a message can
 * hold several. Streams with an entry that was refused before are lanes of their own, and the last: they spoil no message.
 */
export function toLanes({ style }: Recipient, tellings: readonly Telling[]): Telling[][] {
  const streams = [...groupBy(tellings, ({ streamKey }) => streamKey).values()];
  const refused = streams.filter((stream) => stream.some(wasRefused));
  const others = streams.filter((stream) => !stream.some(wasRefused));
  if (style === 'envelope') return [...others, ...refused];
  const refusedKeys = new Set(refused.map(([first]) => first?.streamKey));
  return [tellings.filter(({ streamKey }) => !refusedKeys.has(streamKey)), ...refused];
}

/** Whether a step was refused before. */
export const wasRefused = ({ step }: Telling): boolean => step.entries.some(({ refusals }) => refusals > 0);
