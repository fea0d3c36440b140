import { groupBy } from '../group-by.ts';
import type { Step } from './notification.ts';
import type { OutboxEntry } from './outbox.ts';
import { streamKeyOf } from './plan.ts';
import type { Recipient } from './recipient.ts';

export type EntryStep = Step<OutboxEntry>;

/** A step that tells something, with the key of its stream. */
export interface Telling {
  readonly streamKey: string;
  readonly step: EntryStep;
}

/** Parts steps that only leave something out from those that tell something. */
export function divideSteps(steps: readonly EntryStep[]): { leftOut: EntryStep[]; tellings: Telling[] } {
  const leftOut: EntryStep[] = [];
  const tellings: Telling[] = [];
  for (const step of steps) {
    if (step.told === null) leftOut.push(step);
    else tellings.push({ streamKey: streamKeyOf(step.told.announcement), step });
  }
  return { leftOut, tellings };
}

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
