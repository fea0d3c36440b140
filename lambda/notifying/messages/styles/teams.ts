import type { Link } from '../board-link.ts';
import type { WordStyle } from './word-style.ts';

/** Bytes of the sentences of a message (Microsoft, limits of Teams: 28 KB for a message of a webhook; users saw refusals above 21 KB). */
const MAX_BYTES = 20_000;

/** Messages of a Workflow of Teams: an Adaptive Card whose text runs have no markup. */
export const teamsStyle: WordStyle = {
  maxSentences: Number.POSITIVE_INFINITY,
  maxSize: MAX_BYTES,
  measure: (sentence) => Buffer.byteLength(JSON.stringify(toParagraph(sentence))) + 1,
  render: (sentences, link, id) => {
    const content = toCard(sentences, link);
    const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
    return { kind: 'post', id, body: JSON.stringify({ type: 'message', attachments: [attachment] }) };
  },
};

function toCard(sentences: readonly string[], link: Link | null) {
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: sentences.map(toParagraph),
    ...(link && { actions: [{ type: 'Action.OpenUrl', ...link }] }),
    msteams: { width: 'Full' },
  };
}

const toParagraph = (text: string) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] });
