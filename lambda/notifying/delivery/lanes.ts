import { groupBy } from '../../group-by.ts';
import type { Step } from '../notification.ts';
import type { OutboxEntry } from '../outbox/outbox.ts';
import { streamKeyOf } from '../planning/plan.ts';
import type { Recipient } from '../recipients/recipient.ts';

export type EntryStep = Step<OutboxEntry>;

/** A step that tells something, with the key of its stream. */
export interface StreamStep {
  readonly streamKey: string;
  readonly step: EntryStep;
}

/** Parts steps that only leave something out from those that tell something. */
export function divideSteps(steps: readonly EntryStep[]): { leftOut: EntryStep[]; streamSteps: StreamStep[] } {
  const leftOut: EntryStep[] = [];
  const streamSteps: StreamStep[] = [];
  for (const step of steps) {
    if (step.told === null) leftOut.push(step);
    else streamSteps.push({ streamKey: streamKeyOf(step.told.announcement), step });
  }
  return { leftOut, streamSteps };
}

/**
 * Divides what is told into lanes, each in order: of envelopes one for each stream, of words one for all, so that a message can
 * hold several. Streams with an entry that was refused before are lanes of their own, and the last: they spoil no message.
 */
export function toLanes({ style }: Recipient, streamSteps: readonly StreamStep[]): StreamStep[][] {
  const streams = [...groupBy(streamSteps, ({ streamKey }) => streamKey).values()];
  const refused = streams.filter((stream) => stream.some(wasRefused));
  const others = streams.filter((stream) => !stream.some(wasRefused));
  if (style === 'envelope') return [...others, ...refused];
  const refusedKeys = new Set(refused.map(([first]) => first?.streamKey));
  return [streamSteps.filter(({ streamKey }) => !refusedKeys.has(streamKey)), ...refused];
}

/** Whether a step was refused before. */
export const wasRefused = ({ step }: StreamStep): boolean => step.entries.some(({ refusals }) => refusals > 0);
