import { InvalidArgumentError } from 'commander';
import type { DetailType } from '../../lambda/announcing/announcement.ts';
import { notifiableTypes } from '../../lambda/notifying/recipients/detail-types.ts';
import type { Style } from '../../lambda/notifying/recipients/recipient.ts';

/** Types as an option takes them, such as `stream-ended`, by which no quotes are needed. */
const toOptionText = (type: DetailType): string => type.toLowerCase().replaceAll(' ', '-');

/** All types as the option takes them. */
export const optionTypes = notifiableTypes.map(toOptionText).join(', ');

/** Collects the types of `--on`, each as `Stream Ended`, `stream-ended`, or several with commas. Throws commander's error for others. */
export function parseTypes(received: string, before: readonly DetailType[] = []): readonly DetailType[] {
  const types = new Set([...before, ...received.split(',').map(parseType)]);
  return notifiableTypes.filter((type) => types.has(type));
}

function parseType(text: string): DetailType {
  const wanted = text.trim().toLowerCase().replaceAll(' ', '-');
  const type = notifiableTypes.find((type) => toOptionText(type) === wanted);
  if (type !== undefined) return type;
  throw new InvalidArgumentError(`Expected one or several of ${optionTypes}.`);
}

/** The types that people are notified of only when they ask for it: corrections, and refusals, which strangers can cause. */
const typesOnDemand: readonly DetailType[] = ['Stream Corrected', 'Publish Refused'];

/** Returns the types that a style is notified of by default: those that people need, and for programs all. */
export const defaultTypes = (style: Style): readonly DetailType[] =>
  style === 'envelope' ? notifiableTypes : notifiableTypes.filter((type) => !typesOnDemand.includes(type));

/** Describes types in a few words, such as `Stream Ended, Recording Ready` or `everything but Stream Corrected`. */
export function describeTypes(on: readonly DetailType[]): string {
  const others = notifiableTypes.filter((type) => !on.includes(type));
  if (others.length === 0) return 'everything';
  return others.length <= typesOnDemand.length ? `everything but ${others.join(' and ')}` : on.join(', ');
}
