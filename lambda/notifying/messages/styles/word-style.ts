import type { Payload } from '../../notification.ts';
import type { Link } from '../board-link.ts';

/** A style of messages for people: how many sentences one takes, and what they become. */
export interface WordStyle {
  readonly maxSentences: number;
  /** The most that the sentences of a message may measure together, by `measure`. */
  readonly maxSize: number;
  /** The share of a sentence in `maxSize`. */
  readonly measure: (sentence: string) => number;
  /** Makes the message; `id` is the same for each try. */
  readonly render: (sentences: readonly string[], link: Link | null, id: string) => Payload;
}
