import { MAX_LINK_CHARS } from '../board-link.ts';
import type { WordStyle } from './word-style.ts';

/** Characters of a message (Discord, Execute Webhook: content "up to 2000 characters"). */
const MAX_CHARS = 2_000;
const RESERVED_FOR_LINK = MAX_LINK_CHARS + 30;

/** Shows no preview of a link (Discord, message flags: SUPPRESS_EMBEDS is 1 << 2). */
const SUPPRESS_EMBEDS = 4;

/** Messages of Discord: markup is escaped, and nothing in them mentions anybody. */
export const discordStyle: WordStyle = {
  maxSentences: Number.POSITIVE_INFINITY,
  maxSize: MAX_CHARS - RESERVED_FOR_LINK,
  measure: (sentence) => escapeMarkdown(sentence).length + 1,
  render: (sentences, link, id) => {
    const lines = sentences.map(escapeMarkdown);
    const body = { allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS };
    const content = [...lines, ...(link === null ? [] : [`[${link.title}](<${link.url}>)`])].join('\n');
    return { kind: 'post', id, body: JSON.stringify({ content, ...body }) };
  },
};

/** Escapes markup, and at the start of a line what makes a heading, a list or a quote. */
const escapeMarkdown = (text: string): string =>
  text.replace(/[\\*_~\x60|<>[\]]/g, '\\$&').replace(/^(\d*)([-+#.)])/, '$1\\$2');
