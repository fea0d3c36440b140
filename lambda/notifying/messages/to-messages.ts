import { toEventId } from '../../announcing/announcement.ts';
import type { Message, Pending, Step, Told } from '../notification.ts';
import type { Recipient, Style } from '../recipients/recipient.ts';
import { toBoardLink } from './board-link.ts';
import { toSentence } from './sentences.ts';
import { discordStyle } from './styles/discord.ts';
import { toEnvelope } from './styles/envelope.ts';
import { mailStyle } from './styles/mail.ts';
import { slackStyle } from './styles/slack.ts';
import { teamsStyle } from './styles/teams.ts';
import type { WordStyle } from './styles/word-style.ts';

export interface MessageContext {
  /** The URL of the board; null for messages without a link. */
  readonly boardUrl: string | null;
  /** In ms since the epoch. */
  readonly now: number;
}

const wordStyles: { readonly [S in Exclude<Style, 'envelope'>]: WordStyle } = {
  slack: slackStyle,
  teams: teamsStyle,
  discord: discordStyle,
  mail: mailStyle,
};

/** A step with its sentence. */
interface Sentence<P extends Pending> {
  readonly step: Step<P>;
  readonly told: Told;
  readonly text: string;
}

/**
 * Makes messages of steps, in their order: one for each envelope; of words as few as the limits of the style allow. A step that
 * tells nothing is in none.
 */
export function toMessages<P extends Pending>(
  recipient: Pick<Recipient, 'style'>,
  steps: readonly Step<P>[],
  context: MessageContext,
): Message<P>[] {
  const { style } = recipient;
  const told = steps.flatMap((step) => (step.told === null ? [] : [{ step, told: step.told }]));
  if (style === 'envelope')
    return told.map(({ step, told: { announcement } }) => ({ payload: toEnvelope(announcement), steps: [step] }));
  const sentences = told.map((one) => ({ ...one, text: toSentence(one.told, context.now) }));
  return pack(sentences, wordStyles[style]).map((group) => toMessage(group, wordStyles[style], context));
}

/** Parts sentences into messages, each as full as the style allows. */
function pack<P extends Pending>(sentences: readonly Sentence<P>[], style: WordStyle): Sentence<P>[][] {
  const groups: Sentence<P>[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const sentence of sentences) {
    const own = style.measure(sentence.text);
    const group = groups.at(-1);
    if (group !== undefined && size + own <= style.maxSize && group.length < style.maxSentences) {
      group.push(sentence);
      size += own;
    } else {
      groups.push([sentence]);
      size = own;
    }
  }
  return groups;
}

function toMessage<P extends Pending>(
  group: readonly Sentence<P>[],
  style: WordStyle,
  { boardUrl }: MessageContext,
): Message<P> {
  const announcements = group.map(({ told }) => told.announcement);
  const id = toEventId(...group.flatMap(({ told }) => [told.kind, told.announcement.detail.eventId]));
  const payload = style.render(
    group.map(({ text }) => text),
    toBoardLink(announcements, boardUrl),
    id,
  );
  return { payload, steps: group.map(({ step }) => step) };
}
